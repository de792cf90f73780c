/**
 * IP addresses as text and as bytes. Text is in the canonical form of RFC 5952:
 * maps are keyed by it, and the runtime reports addresses in it.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

/** Address families of RFC 8656. */
export type AddressFamily = "ipv4" | "ipv6";

/** IP address and port. */
export interface TransportAddress {
  /** Canonical IP literal. */
  readonly hostname: string;
  /** 0 to 65535. */
  readonly port: number;
}

const DOTTED_QUAD = /^\d{1,3}(\.\d{1,3}){3}$/;

/** Family of a canonical literal. */
export function addressFamilyOf(hostname: string): AddressFamily {
  return hostname.includes(":") ? "ipv6" : "ipv4";
}

/**
 * Reads a plain address and returns its canonical literal; an IPv4-mapped IPv6
 * address becomes IPv4. Null for anything else, including octal and short
 * spellings, brackets and zones.
 */
export function parseIp(text: string): string | null {
  if (DOTTED_QUAD.test(text)) {
    return ipaddr.IPv4.isValidFourPartDecimal(text)
      ? ipaddr.IPv4.parse(text).toString()
      : null;
  }
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return null;
  const bytes = Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray());
  return ipFromBytes(isIpv4Mapped(bytes) ? bytes.subarray(12) : bytes);
}

/** As {@linkcode parseIp}, after dropping the brackets and zone that a socket or a URL adds. */
export function canonicalizeIp(text: string): string | null {
  return parseIp(text.replace(/^\[|\]$/g, "").replace(/%.*$/, ""));
}

/** Whether the text is a loopback address; false when it is no address. */
export function isLoopbackIp(text: string): boolean {
  const ip = parseIp(text);
  return ip === "::1" || ip?.startsWith("127.") === true;
}

/** Bytes in network order, 4 or 16, of a canonical literal. */
export function ipToBytes(hostname: string): Uint8Array {
  return Uint8Array.from(ipaddr.parse(hostname).toByteArray());
}

/** Canonical literal of 4 or 16 bytes. @throws {RangeError} On another length. */
export function ipFromBytes(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) {
    throw new RangeError(`Cannot read an IP address of ${bytes.length} bytes`);
  }
  if (isIpv4Mapped(bytes)) return `::ffff:${bytes.subarray(12).join(".")}`;
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) {
    groups.push(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  }
  const zeros = findLongestZeroRun(groups);
  const hex = (part: number[]) => part.map((g) => g.toString(16)).join(":");
  if (!zeros) return hex(groups);
  return `${hex(groups.slice(0, zeros.start))}::${
    hex(groups.slice(zeros.start + zeros.length))
  }`;
}

/** Four bytes of an IPv4 address as one unsigned number, for use as a map key. */
export function packIpv4(bytes: Uint8Array): number {
  return (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) |
    ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;
}

function isIpv4Mapped(bytes: Uint8Array): boolean {
  for (let at = 0; at < 10; at++) if (bytes[at] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** First longest run of two or more zero groups, which "::" abbreviates. */
function findLongestZeroRun(
  groups: readonly number[],
): { readonly start: number; readonly length: number } | null {
  let best: { start: number; length: number } | null = null;
  let start = -1;
  for (let at = 0; at <= groups.length; at++) {
    if (groups[at] === 0) {
      if (start < 0) start = at;
      continue;
    }
    if (start >= 0 && at - start > Math.max(1, best?.length ?? 0)) {
      best = { start, length: at - start };
    }
    start = -1;
  }
  return best;
}
