/**
 * Addresses of this machine at which the relay can be reached.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import {
  listNetworkInterfaces,
  reachabilityOf,
} from "../../server/net/machine_addresses.ts";

/** Limit for machines with very many addresses. */
const MAX_ADDRESSES = 64;

/** Lists the canonical literals of all interfaces, without link-local ones. */
export function listInterfaceAddresses(): string[] {
  const found = listNetworkInterfaces()
    .map(({ address }) => canonicalizeIp(address))
    .filter((hostname) => hostname !== null)
    .filter((hostname) => reachabilityOf(hostname) !== "link-local");
  return [...new Set(found)].slice(0, MAX_ADDRESSES);
}
