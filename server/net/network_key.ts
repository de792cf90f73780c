/**
 * The unit in which clients are counted: one IPv4 address, or one /64 of IPv6,
 * the smallest network that a provider assigns to a subscriber (RFC 6177 §2).
 *
 * @module
 */

const IPV4_MAPPED = /^::ffff:(?=\d+\.)/;

/** Network of a canonical literal: `192.0.2.1`, `2001:db8:1:2::/64`. */
export function networkKeyOf(address: string): string {
  if (!address.includes(":")) return address;
  if (IPV4_MAPPED.test(address)) return address.replace(IPV4_MAPPED, "");
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const tailGroups = tail === "" ? [] : tail.split(":");
    const zeroGroups = 8 - groups.length - tailGroups.length;
    for (let group = 0; group < zeroGroups; group++) groups.push("0");
    groups.push(...tailGroups);
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}
