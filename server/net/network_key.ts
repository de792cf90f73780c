/**
 * Units in which clients are counted. A connection counts for one IPv4 address,
 * or one /64 of IPv6, the smallest network that a provider assigns. A subscriber
 * often has a /56 of IPv6 (RFC 6177 §2), which is one network for what is given
 * without an account.
 *
 * @module
 */

const IPV4_MAPPED = /^::ffff:(?=\d+\.)/;

/** Network of a canonical literal: `192.0.2.1`, `2001:db8:1:2::/64`. */
export function networkKeyOf(address: string): string {
  const ipv4 = ipv4Of(address);
  return ipv4 ?? `${networkGroups(address).join(":")}::/64`;
}

/** Network of a subscriber: `192.0.2.1`, `2001:db8:1:200::/56`. */
export function subscriberKeyOf(address: string): string {
  const ipv4 = ipv4Of(address);
  if (ipv4 !== null) return ipv4;
  const [a = "0", b = "0", c = "0", last = "0"] = networkGroups(address);
  const subnet = (parseInt(last, 16) & 0xff00).toString(16);
  return `${[a, b, c, subnet].join(":")}::/56`;
}

function ipv4Of(address: string): string | null {
  if (!address.includes(":")) return address;
  return IPV4_MAPPED.test(address) ? address.replace(IPV4_MAPPED, "") : null;
}

/** First four groups of an IPv6 literal. */
function networkGroups(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const tailGroups = tail === "" ? [] : tail.split(":");
    const zeroGroups = 8 - groups.length - tailGroups.length;
    for (let group = 0; group < zeroGroups; group++) groups.push("0");
    groups.push(...tailGroups);
  }
  return groups.slice(0, 4);
}
