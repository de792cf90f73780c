/**
 * 16-bit numbers in network byte order, and the magic cookie.
 *
 * @module
 */
import { MAGIC_COOKIE_BYTES } from "./iana_registry.ts";

/** Reads the number at an offset; bytes behind the end count as zero. */
export function readUint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Writes the low 16 bits of a number at an offset. */
export function writeUint16(
  bytes: Uint8Array,
  at: number,
  value: number,
): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

/** Whether the message at `start` has the magic cookie (RFC 8489 §5). */
export function hasMagicCookie(bytes: Uint8Array, start: number): boolean {
  return bytes[start + 4] === MAGIC_COOKIE_BYTES[0] &&
    bytes[start + 5] === MAGIC_COOKIE_BYTES[1] &&
    bytes[start + 6] === MAGIC_COOKIE_BYTES[2] &&
    bytes[start + 7] === MAGIC_COOKIE_BYTES[3];
}
