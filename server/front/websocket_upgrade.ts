/**
 * A request for `/socket`, between the front and signaling: checks its origin,
 * whether it can become a WebSocket, and what a reverse proxy left out.
 *
 * @module
 */
import type { ClientInfo } from "../../signaling/room/seat.ts";
import type { SocketRequest } from "../../signaling/signaling_options.ts";
import {
  asksForWebSocket,
  readOffer,
} from "../../signaling/socket/handshake.ts";
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { type RequestClient, resolveClient } from "../http/client_address.ts";
import type { HostCheck } from "../http/host_policy.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import type { RequestHead } from "./request_head.ts";
import { isOriginAllowed } from "../http/origin_policy.ts";
import {
  findProxyFaults,
  type ProxyHeaderFault,
} from "../http/proxy_faults.ts";
import type { OriginPolicy } from "../config/setting_kinds.ts";
import type { UpgradeRequest } from "./front.ts";

/** Origins and proxies of the settings. */
export interface UpgradePolicy {
  /** Origins whose pages may open a socket. */
  readonly allowedOrigins: OriginPolicy;
  /** Checks the host of the request. */
  readonly isHostAllowed: HostCheck;
  /** Proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly Cidr[];
}

/** Result of {@linkcode checkUpgrade}. */
export interface UpgradeDecision {
  /** The request that signaling gets, or the code of a refusal. */
  readonly result: SocketRequest | { readonly refused: HttpErrorCode };
  /** What the proxy left out, also when it did no harm. */
  readonly faults: readonly ProxyFault[];
}

/** Any fault of a reverse proxy. */
export type ProxyFault =
  | ProxyHeaderFault
  /** `Upgrade` and `Connection` are not passed on. */
  | "proxy-upgrade"
  /** The proxy uses HTTP/1.0, which has no upgrades. */
  | "proxy-http-version";

/**
 * Whether a request asks, or asked before a proxy took its `Upgrade` away, for
 * a WebSocket at `/socket`.
 */
export function isSocketUpgrade({ target, headers }: RequestHead): boolean {
  return (target === "/socket" || target.startsWith("/socket?")) &&
    (headers.has("sec-websocket-key") ||
      asksForWebSocket((name) => headers.get(name)));
}

/** Parameters in the query of a target. */
export function parseQuery({ target }: RequestHead): URLSearchParams {
  const at = target.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : target.slice(at));
}

/** Decides on a request for which {@linkcode isSocketUpgrade} is true. */
export function checkUpgrade(
  { head, rest, peer }: UpgradeRequest,
  policy: UpgradePolicy,
): UpgradeDecision {
  const headers = new Headers([...head.headers]);
  const client = resolveClient(headers, peer, policy.trustedProxies);
  const headerFaults = findProxyFaults(headers, peer, policy.trustedProxies);
  const transportFault = findTransportFault(head);
  const faults = transportFault === null
    ? headerFaults
    : [transportFault, ...headerFaults];
  const refuse = (refused: HttpErrorCode): UpgradeDecision => ({
    result: { refused },
    faults,
  });
  if (transportFault !== null) return refuse(transportFault);
  if (!policy.isHostAllowed(client, peer)) {
    const isUntrusted = headerFaults.includes("proxy-untrusted");
    return refuse(isUntrusted ? "proxy-untrusted" : "host-not-allowed");
  }
  const origin = head.headers.get("origin") ?? null;
  if (!isOriginAllowed(origin, policy.allowedOrigins, client)) {
    const [fault = "origin-not-allowed"] = headerFaults
      .filter((found) => found !== "proxy-address");
    return refuse(fault);
  }
  const offer = readOffer(head.method, (name) => head.headers.get(name));
  if ("refused" in offer) return refuse(REFUSAL_CODES[offer.refused]);
  const isDirect = peer.isTls &&
    !isAddressInCidrs(policy.trustedProxies, peer.address);
  return {
    result: {
      offer,
      query: parseQuery(head),
      client: clientFactsOf(client, isDirect),
      head: rest,
    },
    faults,
  };
}

function findTransportFault(
  { version, headers }: RequestHead,
): "proxy-upgrade" | "proxy-http-version" | null {
  if (!asksForWebSocket((name) => headers.get(name))) return "proxy-upgrade";
  return version === "HTTP/1.0" ? "proxy-http-version" : null;
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
