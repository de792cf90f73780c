/**
 * Addresses of this machine on which the relay can be reached.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";

/** Addresses that are listened on at most, so a machine of thousands is no trap. */
const MAX_ADDRESSES = 64;

/** Canonical literals of all interfaces, without link-local ones. */
export function listInterfaceAddresses(): string[] {
  const found = Deno.networkInterfaces()
    .map(({ address }) => canonicalizeIp(address))
    .filter((hostname) => hostname !== null)
    .filter((hostname) => !/^(169\.254\.|fe[89ab])/.test(hostname));
  return [...new Set(found)].slice(0, MAX_ADDRESSES);
}
