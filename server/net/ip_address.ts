/**
 * IP addresses as text and as bytes. The text is always the canonical one
 * (RFC 5952), because maps are keyed by it and the runtime reports it so.
 *
 * @module
 */
import ipaddr from "ipaddr.js";

/** Address families of RFC 8656. */
export type AddressFamily = "ipv4" | "ipv6";

/** A transport address; `hostname` is a canonical IP literal. */
export interface TransportAddress {
  readonly hostname: string;
  readonly port: number;
}

/** Family of a canonical literal. */
export function addressFamilyOf(hostname: string): AddressFamily {
  return hostname.includes(":") ? "ipv6" : "ipv4";
}

/**
 * Canonical literal of what a socket or a user gave: no brackets, no zone, an
 * IPv4-mapped one as IPv4. Null when it is no IP address.
 */
export function canonicalizeIp(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (/^\d+\.\d+\.\d+\.\d+$/.test(bare)) {
    return ipaddr.IPv4.isValidFourPartDecimal(bare)
      ? ipaddr.IPv4.parse(bare).toString()
      : null;
  }
  if (!ipaddr.IPv6.isValid(bare)) return null;
  const bytes = Uint8Array.from(ipaddr.IPv6.parse(bare).toByteArray());
  return ipFromBytes(isIpv4Mapped(bytes) ? bytes.subarray(12) : bytes);
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

/** `1.2.3.4:5` or `[::1]:5`, for logs and messages. */
export function formatAddress({ hostname, port }: TransportAddress): string {
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}

function isIpv4Mapped(bytes: Uint8Array): boolean {
  for (let at = 0; at < 10; at++) if (bytes[at] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** First longest run of two or more zero groups, which "::" stands for. */
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
