/**
 * Refresh (RFC 8656 §8.2). An expired credential still refreshes: a call
 * outlives its credential.
 *
 * @module
 */
import { ATTRIBUTE } from "../stun/registry.ts";
import type { Allocation } from "./allocation.ts";
import type { Outcome, TurnRequest } from "./answer.ts";
import type { TurnContext } from "./context.ts";
import { endRelay } from "./lifecycle.ts";
import { grantedSeconds, readFamily, readLifetime } from "./request_values.ts";

/** Answers Refresh; a lifetime of zero ends the allocation. */
export function refresh(
  context: TurnContext,
  { message, nowMs }: TurnRequest,
  allocation: Allocation,
): Outcome {
  const family = readFamily(message, ATTRIBUTE.requestedAddressFamily);
  const granted = grantedSeconds(message, context.limits);
  if (family === "malformed" || granted === null) return { error: 400 };
  if (family === "unknown") return { error: 443 };
  const relays = allocation.relays.filter((relay) =>
    family === null || relay.family === family
  );
  if (relays.length === 0) return { error: 443 };
  const seconds = readLifetime(message) === 0 ? 0 : granted;
  for (const relay of relays) {
    if (seconds === 0) endRelay(context, allocation, relay);
    else relay.expiresMs = nowMs + seconds * 1000;
  }
  return { success: (writer) => writer.u32(ATTRIBUTE.lifetime, seconds) };
}
