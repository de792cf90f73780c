/**
 * A request for `/socket`, from the front to signaling: checks who asks, from
 * which page, and whether it can become a WebSocket.
 *
 * @module
 */
import type { ClientFacts } from "../../signaling/room/seat.ts";
import type { SocketRequest } from "../../signaling/signaling_server.ts";
import { readOffer } from "../../signaling/socket/websocket/handshake.ts";
import { anyContains, type Cidr } from "../net/cidr.ts";
import { addressKey, type Client, clientOf } from "../http/client_address.ts";
import { HTTP_ERRORS, type HttpErrorCode } from "../http/error_response.ts";
import type { RequestHead } from "./request_head.ts";
import { isOriginAllowed } from "../http/origin_policy.ts";
import type { OriginPolicy } from "../config/setting_kinds.ts";
import type { Upgrade } from "./front.ts";

/** Who may open a socket. */
export interface UpgradePolicy {
  readonly allowedOrigins: OriginPolicy;
  readonly trustedProxies: readonly Cidr[];
}

/** True for the path that carries signaling. */
export function isSocketPath(head: RequestHead): boolean {
  return head.target === "/socket" || head.target.startsWith("/socket?");
}

/** What signaling needs of an upgrade, or the code of its refusal. */
export function readUpgrade(
  { head, rest, peer }: Upgrade,
  policy: UpgradePolicy,
): SocketRequest | { readonly refused: HttpErrorCode } {
  const client = clientOf(
    new Headers([...head.headers]),
    { peer, tls: peer.isTls },
    policy.trustedProxies,
  );
  const origin = head.headers.get("origin") ?? null;
  if (!isOriginAllowed(origin, policy.allowedOrigins, client)) {
    return { refused: "origin-not-allowed" };
  }
  const offer = readOffer(head.method, (name) => head.headers.get(name));
  if ("refused" in offer) return { refused: REFUSALS[offer.refused] };
  const [, query = ""] = head.target.split("?", 2);
  return {
    offer,
    query: new URLSearchParams(query),
    client: factsOf(
      client,
      peer.isTls && !anyContains(policy.trustedProxies, peer.address),
    ),
    head: rest,
  };
}

/** The refusal as it goes over the wire. */
export function refusalText(code: HttpErrorCode): string {
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

const REFUSALS = {
  400: "bad-request",
  405: "method-not-allowed",
  426: "upgrade-required",
} as const;

function factsOf(client: Client, isDirect: boolean): ClientFacts {
  return {
    address: client.address,
    quotaKey: addressKey(client.address),
    host: client.host,
    isDirect,
    isForwarded: client.isForwarded,
  };
}
