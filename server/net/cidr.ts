/**
 * Ranges of addresses, as the settings write them: `10.0.0.0/8`, or one
 * address, which stands for itself alone.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

/** A range of IPv4 or IPv6 addresses. */
export interface Cidr {
  /** In canonical form, host bits cleared: `10.0.0.0/8`, `fd00::/8`. */
  readonly text: string;
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefixLength: number;
}

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * Reads one address in its plain form; null for everything else, the octal,
 * short and zoned spellings included. An IPv4-mapped IPv6 address is given
 * back as the IPv4 address that it means.
 */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (IPV4.test(text)) {
    return ipaddr.IPv4.isValidFourPartDecimal(text)
      ? ipaddr.IPv4.parse(text)
      : null;
  }
  if (!text.includes(":") || text.includes("%")) return null;
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : null;
}

/** Reads a range or a single address; null when it is neither. */
export function parseCidr(text: string): Cidr | null {
  const [head = "", length, ...rest] = text.split("/");
  if (rest.length > 0) return null;
  const address = parseAddress(head);
  if (!address) return null;
  const width = address.kind() === "ipv4" ? 32 : 128;
  let bits = width;
  if (length !== undefined) {
    if (!/^\d{1,3}$/.test(length)) return null;
    bits = Number(length);
    const wasMapped = head.includes(":") && width === 32;
    if (wasMapped) bits -= 96;
    if (bits < 0 || bits > width) return null;
  }
  const network = clearHostBits(address, bits);
  return {
    text: `${network.toString()}/${bits}`,
    network: network,
    prefixLength: bits,
  };
}

/** Whether any of the ranges holds the address; false when it is not one. */
export function isAddressInCidrs(
  ranges: readonly Cidr[],
  text: string,
): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  return ranges.some((range) => cidrContains(range, address));
}

function cidrContains(
  range: Cidr,
  address: ipaddr.IPv4 | ipaddr.IPv6,
): boolean {
  if (range.network.kind() !== address.kind()) return false;
  const theirs = address.toByteArray();
  const ours = range.network.toByteArray();
  return theirs.every((byte, i) => {
    const mask = prefixMaskOfByte(range.prefixLength, i);
    return (byte & mask) === ((ours[i] ?? 0) & mask);
  });
}

function clearHostBits(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
): ipaddr.IPv4 | ipaddr.IPv6 {
  return ipaddr.fromByteArray(
    address.toByteArray().map((byte, i) => byte & prefixMaskOfByte(bits, i)),
  );
}

/** The part of byte `index` that a prefix of `bits` covers. */
function prefixMaskOfByte(bits: number, index: number): number {
  const covered = Math.min(8, Math.max(0, bits - index * 8));
  return (0xff << (8 - covered)) & 0xff;
}
