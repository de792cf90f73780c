/**
 * Takes the mask off a client's payload (RFC 6455 §5.3), a word at a time, and
 * sees in passing whether it is plain ASCII, which is cheap to decode.
 *
 * @module
 */

const HIGH_BITS = 0x80808080;

/**
 * Unmasks `bytes` from `start` to `end` in place; the key is the four bytes
 * before `start`.
 *
 * @returns True when every byte is ASCII.
 */
export function unmask(bytes: Uint8Array, start: number, end: number): boolean {
  const k0 = bytes[start - 4] ?? 0;
  const k1 = bytes[start - 3] ?? 0;
  const k2 = bytes[start - 2] ?? 0;
  const k3 = bytes[start - 1] ?? 0;
  const key = [k0, k1, k2, k3];
  let seen = 0;
  let at = start;
  for (; at < end && (bytes.byteOffset + at) % 4 !== 0; at++) {
    seen |= bytes[at] = (bytes[at] ?? 0) ^ (key[(at - start) & 3] ?? 0);
  }
  const words = (end - at) >> 2;
  if (words > 0) {
    const shift = at - start;
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3]
      .map((i) => key[(shift + i) & 3] ?? 0);
    const keyWord = wordOf(a, b, c, d);
    const view = new Int32Array(bytes.buffer, bytes.byteOffset + at, words);
    let seenWord = 0;
    for (let i = 0; i < words; i++) {
      seenWord |= view[i] = (view[i] ?? 0) ^ keyWord;
    }
    if ((seenWord & HIGH_BITS) !== 0) seen |= 0x80;
    at += words * 4;
  }
  for (; at < end; at++) {
    seen |= bytes[at] = (bytes[at] ?? 0) ^ (key[(at - start) & 3] ?? 0);
  }
  return seen < 0x80;
}

/** Four bytes in memory order as a word of this machine. */
function wordOf(a: number, b: number, c: number, d: number): number {
  return new Int32Array(Uint8Array.of(a, b, c, d).buffer)[0] ?? 0;
}
