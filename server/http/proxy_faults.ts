/**
 * Finds what a reverse proxy in front of this server leaves out: the browser
 * tells the origin of the page, the proxy passes on another one.
 *
 * @module
 */
import { type Cidr, isAddressInCidrs, parseCidr } from "../net/cidr.ts";
import { canonicalizeIp, isLoopbackIp } from "../net/ip_address.ts";
import { reachabilityOf } from "../net/machine_addresses.ts";
import {
  canonicalizeHost,
  type RequestClient,
  resolveClient,
  type TcpPeer,
} from "./client_address.ts";

/** Faults of the headers that a reverse proxy passes on. */
export type ProxyHeaderFault =
  /** Forwarded headers of a peer that is not in `TRUSTED_PROXIES`. */
  | "proxy-untrusted"
  /** `Host` is missing, or that of the upstream. */
  | "proxy-host"
  /** `Host` has lost its port. */
  | "proxy-port"
  /** The scheme of the page is not passed on. */
  | "proxy-scheme"
  /** A trusted proxy does not pass on the address of the visitor. */
  | "proxy-address";

const FORWARDED_HEADERS = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "forwarded",
];

/** Whether a peer that is not trusted sent forwarded headers. */
export function isUntrustedProxy(
  headers: Headers,
  peer: TcpPeer,
  trustedProxies: readonly Cidr[],
): boolean {
  return FORWARDED_HEADERS.some((name) => headers.has(name)) &&
    !isAddressInCidrs(trustedProxies, peer.address);
}

/** Faults that a request shows, gravest first; none when no proxy is seen. */
export function findProxyFaults(
  headers: Headers,
  peer: TcpPeer,
  trustedProxies: readonly Cidr[],
): ProxyHeaderFault[] {
  const isTrusted = isAddressInCidrs(trustedProxies, peer.address);
  const isForwarded = FORWARDED_HEADERS.some((name) => headers.has(name));
  const faults: ProxyHeaderFault[] = [];
  if (isUntrustedProxy(headers, peer, trustedProxies)) {
    faults.push("proxy-untrusted");
  }
  const itself = parseCidr(peer.address);
  const seen = resolveClient(
    headers,
    peer,
    isTrusted || itself === null ? trustedProxies : [itself],
  );
  const origin = parseWebOrigin(headers.get("origin"));
  const fault = origin &&
    compareOrigins(origin, seen, isTrusted || isForwarded);
  if (fault) faults.push(fault);
  const host = origin?.host ?? seen.host;
  if (isTrusted && !seen.isForwarded && !isLoopbackHost(host)) {
    faults.push("proxy-address");
  }
  return faults;
}

function parseWebOrigin(text: string | null): URL | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

/** The fault that explains why the origins differ; null for a foreign page. */
function compareOrigins(
  origin: URL,
  seen: RequestClient,
  isProxied: boolean,
): ProxyHeaderFault | null {
  const scheme = origin.protocol === "https:" ? "https" : "http";
  const host = canonicalizeHost(seen.host, scheme);
  if (host === origin.host) {
    const isTlsEndedBefore = seen.scheme === "http" || isProxied;
    return scheme !== seen.scheme && isTlsEndedBefore ? "proxy-scheme" : null;
  }
  const [hostname, port] = splitPort(host);
  if (hostname === origin.hostname) {
    return port === "" || isProxied ? "proxy-port" : null;
  }
  const isUpstream = host === "" || isInternalHost(hostname);
  return isUpstream && (isProxied || !isLoopbackHost(origin.host))
    ? "proxy-host"
    : null;
}

function splitPort(host: string): [hostname: string, port: string] {
  const [, hostname = "", port = ""] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  return [hostname, port];
}

/** Whether a host can only be reached in the network of the server. */
function isInternalHost(hostname: string): boolean {
  const ip = canonicalizeIp(hostname);
  if (ip !== null) return reachabilityOf(ip) !== "public";
  return !hostname.includes(".") ||
    /\.(internal|local|localhost)$/.test(hostname);
}

function isLoopbackHost(host: string): boolean {
  const [hostname] = splitPort(host);
  const ip = canonicalizeIp(hostname);
  return ip === null ? /(^|\.)localhost$/.test(hostname) : isLoopbackIp(ip);
}
