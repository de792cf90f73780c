/**
 * Address ranges that the relay must not reach because of a signalled address
 * alone, and the IPv6 forms that embed an IPv4 address, which could bypass them.
 *
 * @module
 */
import { type Cidr, cidrContains, parseCidrs } from "../../server/net/cidr.ts";
import { ipFromBytes, ipToBytes } from "../../server/net/ip_address.ts";

/**
 * Kind of a peer address: `public`; `private` and `loopback`, allowed where a
 * room-mate was seen; `closed`, allowed by the operator only.
 */
export type AddressKind = "public" | "private" | "loopback" | "closed";

/** Kind by range; everything outside the table is public. */
export const SPECIAL_ADDRESS_RANGES: Readonly<
  Record<string, Exclude<AddressKind, "public">>
> = {
  "0.0.0.0/8": "closed",
  "10.0.0.0/8": "private",
  "100.64.0.0/10": "private",
  "127.0.0.0/8": "loopback",
  "169.254.0.0/16": "private",
  "172.16.0.0/12": "private",
  "192.168.0.0/16": "private",
  "192.0.0.0/24": "closed",
  "198.18.0.0/15": "private",
  "224.0.0.0/4": "closed",
  "240.0.0.0/4": "closed",
  "::/128": "closed",
  "::1/128": "loopback",
  "fc00::/7": "private",
  "fe80::/10": "private",
  "fec0::/10": "closed",
  "ff00::/8": "closed",
  "64:ff9b:1::/48": "closed",
};

const PARSED_RANGES = Object.entries(SPECIAL_ADDRESS_RANGES).flatMap((
  [text, kind],
) => parseCidrs([text]).map((cidr) => ({ cidr, kind })));

/** Whether a range contains the address, or any IPv4 address embedded in it. */
export function isDeniedBy(ranges: readonly Cidr[], hostname: string): boolean {
  if (ranges.length === 0) return false;
  return isInAny(ranges, hostname) ||
    extractEmbeddedIpv4s(hostname).some((ip) => isInAny(ranges, ip));
}

/**
 * Whether a range contains the address, or each IPv4 address embedded in it:
 * of the two in a Teredo address, one alone opens nothing.
 */
export function isAllowedBy(
  ranges: readonly Cidr[],
  hostname: string,
): boolean {
  if (ranges.length === 0) return false;
  if (isInAny(ranges, hostname)) return true;
  const embedded = extractEmbeddedIpv4s(hostname);
  return embedded.length > 0 && embedded.every((ip) => isInAny(ranges, ip));
}

function isInAny(ranges: readonly Cidr[], hostname: string): boolean {
  const bytes = ipToBytes(hostname);
  return ranges.some((range) => cidrContains(range, bytes));
}

/** Classifies a canonical literal; one that embeds a special address is closed. */
export function classifyAddress(hostname: string): AddressKind {
  for (const embedded of extractEmbeddedIpv4s(hostname)) {
    if (classifyByTable(embedded) !== "public") return "closed";
  }
  return classifyByTable(hostname);
}

/**
 * Extracts the IPv4 addresses embedded in an IPv6 one: mapped, compatible and
 * translated (RFC 4291, RFC 2765), 6to4 (RFC 3056), NAT64 (RFC 6052), Teredo
 * (RFC 4380).
 */
export function extractEmbeddedIpv4s(hostname: string): string[] {
  if (!hostname.includes(":")) return [];
  const bytes = ipToBytes(hostname);
  const at = (start: number) => ipFromBytes(bytes.subarray(start, start + 4));
  const prefix = bytes.subarray(0, 12).toHex();
  if (IPV4_EMBEDDING_PREFIXES.includes(prefix) && !/^::1?$/.test(hostname)) {
    return [at(12)];
  }
  if (prefix.startsWith("2002")) return [at(2)];
  if (prefix.startsWith("20010000")) {
    return [at(4), ipFromBytes(bytes.subarray(12).map((byte) => byte ^ 0xff))];
  }
  return [];
}

/** Prefixes of 96 bits in front of an IPv4 address. */
const IPV4_EMBEDDING_PREFIXES = [
  "00000000000000000000ffff",
  "000000000000000000000000",
  "0000000000000000ffff0000",
  "0064ff9b0000000000000000",
];

function classifyByTable(hostname: string): AddressKind {
  const bytes = ipToBytes(hostname);
  return PARSED_RANGES.find(({ cidr }) => cidrContains(cidr, bytes))?.kind ??
    "public";
}
