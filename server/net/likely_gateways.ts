/**
 * Likely addresses of the routers of a network. The runtime's sandbox does not
 * show the routing table, but nearly every router has the first or the last
 * address of its network.
 *
 * @module
 */
import { ipFromBytes, ipToBytes } from "./ip_address.ts";
import { parseCidr } from "./cidr.ts";

/** Longest prefix with room for a router beside the machine itself. */
const MAX_IPV4_PREFIX = 30;

/**
 * Lists the first and last host addresses of the networks, and of the /24 of
 * the machine in a larger IPv4 network.
 *
 * @param interfaces Interface addresses with their prefix lengths, in CIDR
 * notation, such as `192.168.1.5/24`.
 */
export function listNetworkEnds(interfaces: readonly string[]): string[] {
  const ends = new Set<string>();
  for (const text of interfaces) {
    const network = parseCidr(text);
    if (network === null) continue;
    const { prefixLength } = network;
    if (network.network.length === 16) {
      if (prefixLength < 128) ends.add(firstHost(network.network));
      continue;
    }
    if (prefixLength > MAX_IPV4_PREFIX) continue;
    addIpv4Ends(ends, network.network, prefixLength);
    if (prefixLength < 24) {
      const own = ipToBytes(text.split("/")[0] ?? "");
      addIpv4Ends(ends, own.subarray(0, 4).with(3, 0), 24);
    }
  }
  return [...ends];
}

function addIpv4Ends(
  ends: Set<string>,
  network: Uint8Array,
  prefixLength: number,
): void {
  ends.add(firstHost(network));
  const view = new DataView(network.slice().buffer);
  const hostBits = 32 - prefixLength;
  view.setUint32(0, view.getUint32(0) + 2 ** hostBits - 2);
  ends.add(ipFromBytes(new Uint8Array(view.buffer)));
}

function firstHost(network: Uint8Array): string {
  const bytes = network.slice();
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1;
  return ipFromBytes(bytes);
}
