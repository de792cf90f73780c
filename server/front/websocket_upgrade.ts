/**
 * A request for `/socket`, between the front and signaling: checks its origin
 * and whether it can become a WebSocket.
 *
 * @module
 */
import type { ClientInfo } from "../../signaling/room/seat.ts";
import type { SocketRequest } from "../../signaling/signaling_server.ts";
import {
  asksForWebSocket,
  readOffer,
} from "../../signaling/socket/handshake.ts";
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { type RequestClient, resolveClient } from "../http/client_address.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import type { RequestHead } from "./request_head.ts";
import { isOriginAllowed } from "../http/origin_policy.ts";
import type { OriginPolicy } from "../config/setting_kinds.ts";
import type { UpgradeRequest } from "./front.ts";

/** Origins and proxies of the settings. */
export interface UpgradePolicy {
  /** Origins whose pages may open a socket. */
  readonly allowedOrigins: OriginPolicy;
  /** Proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly Cidr[];
}

/** Whether a request asks for a WebSocket at `/socket`. */
export function isSocketUpgrade({ target, headers }: RequestHead): boolean {
  return (target === "/socket" || target.startsWith("/socket?")) &&
    asksForWebSocket((name) => headers.get(name));
}

/** The request that signaling gets, or the code of a refusal. */
export function checkUpgrade(
  { head, rest, peer }: UpgradeRequest,
  policy: UpgradePolicy,
): SocketRequest | { readonly refused: HttpErrorCode } {
  const client = resolveClient(
    new Headers([...head.headers]),
    peer,
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
