/**
 * The name constraints extension (RFC 5280 §4.2.1.10). With it, a stolen key of
 * the authority can sign for the host names of this server only. Addresses are
 * not constrained, because those of a machine change.
 *
 * @module
 */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** Object identifier of the extension. */
export const NAME_CONSTRAINTS_OID = "2.5.29.30";

const SEQUENCE = 0x30;
/** [0] permittedSubtrees, constructed. */
const PERMITTED_SUBTREES = 0xa0;
/** [2] dNSName of GeneralName, primitive. */
const DNS_NAME = 0x82;

/** Encodes the extension that permits these names and their subdomains. */
export function encodeNameConstraints(
  dns: readonly string[],
): Uint8Array<ArrayBuffer> {
  const subtrees = dns.map((name) =>
    encodeTlv(SEQUENCE, encodeTlv(DNS_NAME, new TextEncoder().encode(name)))
  );
  return encodeTlv(
    SEQUENCE,
    encodeTlv(PERMITTED_SUBTREES, concatBytes(subtrees)),
  );
}

/**
 * Reads the names that a certificate with {@linkcode encodeNameConstraints}
 * permits; null without the extension, which permits all.
 */
export function readPermittedDnsNames(certPem: string): string[] | null {
  const cert = new x509.X509Certificate(certPem);
  const extension = cert.getExtension(NAME_CONSTRAINTS_OID);
  if (!extension) return null;
  const names: string[] = [];
  collectDnsNames(new Uint8Array(extension.value), names);
  return names;
}

/** Whether `permitted` (null: all) includes `name`. */
export function isDnsNamePermitted(
  permitted: readonly string[] | null,
  name: string,
): boolean {
  return permitted === null ||
    permitted.some((base) => name === base || name.endsWith(`.${base}`));
}

function collectDnsNames(der: Uint8Array, names: string[]): void {
  for (let at = 0; at + 2 <= der.length;) {
    const tag = der[at] ?? 0;
    let length = der[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const bytes = length & 0x7f;
      length = 0;
      for (let i = 0; i < bytes; i++) length = length * 256 + (der[at++] ?? 0);
    }
    const value = der.subarray(at, at + length);
    at += length;
    if (tag === DNS_NAME) names.push(new TextDecoder().decode(value));
    else if (tag === SEQUENCE || tag === PERMITTED_SUBTREES) {
      collectDnsNames(value, names);
    }
  }
}

/** Encodes tag, length and value in DER (X.690 §8.1.3, §10.1). */
function encodeTlv(tag: number, value: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = value.length;
  if (length > 0xffff) {
    throw new RangeError(`Cannot encode name constraints: ${length} bytes`);
  }
  const head = length < 0x80
    ? [tag, length]
    : length < 0x100
    ? [tag, 0x81, length]
    : [tag, 0x82, length >> 8, length & 0xff];
  return concatBytes([Uint8Array.from(head), value]);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
