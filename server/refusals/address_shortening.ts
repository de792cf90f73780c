/**
 * Addresses of people in the log: shortened to a network, unless the operator
 * wants them whole. Loopback addresses name nobody and stay.
 *
 * @module
 */
import { canonicalizeIp, isLoopbackIp } from "../net/ip_address.ts";

/**
 * Network of an address: `203.0.113.x`, or the first 48 bits of IPv6 as
 * `2001:db8:1:x`. A text that is no address becomes `hidden`.
 */
export function shortenAddress(text: string): string {
  const address = canonicalizeIp(text);
  if (address === null) return text === "" ? "" : "hidden";
  if (isLoopbackIp(address)) return address;
  if (!address.includes(":")) return address.replace(/\d+$/, "x");
  const [head = ""] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  return [...groups, "0", "0", "0"].slice(0, 3).join(":") + ":x";
}
