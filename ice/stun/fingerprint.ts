/**
 * FINGERPRINT (RFC 8489 §14.7): CRC-32 of the message in front of it.
 *
 * @module
 */

const CRC32_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/**
 * Computes the value over `bytes[start, end)`, a message without the attribute
 * whose length field already includes it.
 */
export function computeFingerprint(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let crc = 0xffffffff;
  for (let at = start; at < end; at++) {
    crc = (crc >>> 8) ^ (CRC32_TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return ((crc ^ 0xffffffff) ^ 0x5354554e) >>> 0;
}
