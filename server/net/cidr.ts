/**
 * Ranges of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3). A single
 * address is a range of one.
 *
 * @module
 */
import { ipFromBytes, ipToBytes, parseIp } from "./ip_address.ts";

/** A range of IPv4 or IPv6 addresses. */
export interface Cidr {
  /** Canonical form, host bits cleared: `10.0.0.0/8`, `fd00::/8`. */
  readonly text: string;
  /** First address of the range, 4 or 16 bytes. */
  readonly network: Uint8Array;
  /** Number of leading bits that all addresses have in common. */
  readonly prefixLength: number;
}

/** Reads a range or a single address; null when the text is neither. */
export function parseCidr(text: string): Cidr | null {
  const [head = "", length, ...rest] = text.split("/");
  if (rest.length > 0) return null;
  const ip = parseIp(head);
  if (ip === null) return null;
  const bytes = ipToBytes(ip);
  const width = bytes.length * 8;
  let prefixLength = width;
  if (length !== undefined) {
    if (!/^\d{1,3}$/.test(length)) return null;
    const isIpv4Mapped = head.includes(":") && width === 32;
    prefixLength = Number(length) - (isIpv4Mapped ? 96 : 0);
    if (prefixLength < 0 || prefixLength > width) return null;
  }
  const network = bytes.map((byte, at) => byte & maskOfByte(prefixLength, at));
  return {
    text: `${ipFromBytes(network)}/${prefixLength}`,
    network,
    prefixLength,
  };
}

/** Reads a list of ranges. @throws {RangeError} When an entry is not a range. */
export function parseCidrs(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => {
    const cidr = parseCidr(text);
    if (!cidr) throw new RangeError(`Cannot read the address range: ${text}`);
    return cidr;
  });
}

/**
 * Whether any of the ranges contains the address; an IPv4-mapped one counts as
 * IPv4. False when the text is not an address.
 */
export function isAddressInCidrs(
  cidrs: readonly Cidr[],
  text: string,
): boolean {
  if (cidrs.length === 0) return false;
  const ip = parseIp(text);
  if (ip === null) return false;
  const bytes = ipToBytes(ip);
  return cidrs.some((cidr) => cidrContains(cidr, bytes));
}

/** Whether the range contains the address of 4 or 16 bytes, compared as it is. */
export function cidrContains(
  { network, prefixLength }: Cidr,
  address: Uint8Array,
): boolean {
  if (network.length !== address.length) return false;
  return address.every((byte, at) =>
    (byte & maskOfByte(prefixLength, at)) === network[at]
  );
}

/** Bits of byte `index` that a prefix covers. */
function maskOfByte(prefixLength: number, index: number): number {
  const covered = Math.min(8, Math.max(0, prefixLength - index * 8));
  return (0xff << (8 - covered)) & 0xff;
}
