/**
 * Checks a request for `/socket`: address and origin of the client, and the
 * fields of the WebSocket handshake.
 *
 * @module
 */
import type { ClientInfo } from "../../signaling/room/seat.ts";
import type { SocketRequest } from "../../signaling/signaling_server.ts";
import { readOffer } from "../../signaling/socket/handshake.ts";
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import {
  networkKeyOf,
  type RequestClient,
  resolveClient,
} from "../http/client_address.ts";
import { HTTP_ERRORS, type HttpErrorCode } from "../http/error_response.ts";
import type { RequestHead } from "./request_head.ts";
import { isOriginAllowed } from "../http/origin_policy.ts";
import type { OriginPolicy } from "../config/setting_kinds.ts";
import type { UpgradeRequest } from "./front.ts";

/** Settings that decide who may open a WebSocket. */
export interface UpgradePolicy {
  readonly allowedOrigins: OriginPolicy;
  readonly trustedProxies: readonly Cidr[];
}

/** True for the path of signaling. */
export function isSocketPath(head: RequestHead): boolean {
  return head.target === "/socket" || head.target.startsWith("/socket?");
}

/**
 * Checks an upgrade; returns the request for signaling or the code of a
 * refusal.
 */
export function checkUpgrade(
  { head, rest, peer }: UpgradeRequest,
  policy: UpgradePolicy,
): SocketRequest | { readonly refused: HttpErrorCode } {
  const client = resolveClient(
    new Headers([...head.headers]),
    { peer, isTls: peer.isTls },
    policy.trustedProxies,
  );
  const origin = head.headers.get("origin") ?? null;
  if (!isOriginAllowed(origin, policy.allowedOrigins, client)) {
    return { refused: "origin-not-allowed" };
  }
  const offer = readOffer(head.method, (name) => head.headers.get(name));
  if ("refused" in offer) return { refused: REFUSAL_CODES[offer.refused] };
  const [, query = ""] = head.target.split("?", 2);
  return {
    offer,
    query: new URLSearchParams(query),
    client: clientFactsOf(
      client,
      peer.isTls && !isAddressInCidrs(policy.trustedProxies, peer.address),
    ),
    head: rest,
  };
}

/** The HTTP response for a refused upgrade. */
export function formatErrorResponse(code: HttpErrorCode): string {
  const { status, message } = HTTP_ERRORS[code];
  const body = JSON.stringify({ error: { code, message } });
  return [
    `HTTP/1.1 ${status} ${message}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    ...(status === 426 ? ["Sec-WebSocket-Version: 13"] : []),
    "",
    body,
  ].join("\r\n");
}

const REFUSAL_CODES = {
  400: "bad-request",
  405: "method-not-allowed",
  426: "upgrade-required",
} as const;

function clientFactsOf(client: RequestClient, isDirect: boolean): ClientInfo {
  return {
    address: client.address,
    quotaKey: networkKeyOf(client.address),
    host: client.host,
    isDirect,
    isForwarded: client.isForwarded,
  };
}
