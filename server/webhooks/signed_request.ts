/**
 * The HTTP request of a delivery, signed with HMAC-SHA-256 over timestamp and
 * body, so that a receiver can tell it from others and from a repeated one.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import type { Delivery } from "./delivery_queue.ts";

const REQUEST_TIMEOUT_MS = 5_000;

/** Headers of a delivery at a time. */
export function signDelivery(
  { id, body }: Delivery,
  secret: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac("sha256", secret)
    .update(`${timestamp}.${body}`).digest("hex");
  return {
    "content-type": "application/json",
    "maru-delivery": id,
    "maru-timestamp": timestamp,
    "maru-signature": `sha256=${signature}`,
  };
}

/** Posts a delivery; true for a status of 2xx. Redirects are not followed. */
export async function postDelivery(
  url: string,
  delivery: Delivery,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers,
    body: delivery.body,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.ok;
}
