/**
 * Tells requests of this machine from those that a reverse proxy on it passes
 * on for others.
 *
 * @module
 */
import { isLoopbackIp } from "../net/ip_address.ts";
import type { RequestClient } from "./client_address.ts";

/** Headers that reverse proxies add. */
const PROXY_HEADERS = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];

/**
 * Whether a client on this machine asked for a loopback name or address, and
 * not through a proxy, trusted or not. The name also keeps out pages that point
 * their own name at loopback (DNS rebinding).
 */
export function isLocalRequest(
  { headers }: Request,
  { address, host }: RequestClient,
): boolean {
  return isLoopbackIp(address) && isLoopbackHost(host) &&
    !PROXY_HEADERS.some((name) => headers.has(name));
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || name.endsWith(".localhost") ||
    isLoopbackIp(name);
}
