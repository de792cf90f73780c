/**
 * Addresses of this machine at which the relay can be reached, and of the
 * routers of its networks.
 *
 * @module
 */
import dns from "node:dns";
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import { listNetworkEnds } from "../../server/net/likely_gateways.ts";
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

/**
 * Lists likely routers: the ends of the networks of this machine, and its name
 * servers on private addresses, which in small networks are the router.
 */
export function listLikelyGateways(): string[] {
  const interfaces = Deno.networkInterfaces().map(({ cidr }) => cidr);
  const nameServers = dns.getServers()
    .map((server) =>
      canonicalizeIp(server.replace(/^(\[.*\]|[\d.]+):\d+$/, "$1"))
    )
    .filter((hostname) => hostname !== null)
    .filter((hostname) => reachabilityOf(hostname) === "lan");
  return [...listNetworkEnds(interfaces), ...nameServers];
}
