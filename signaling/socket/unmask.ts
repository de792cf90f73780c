/**
 * Unmasking of WebSocket payloads (RFC 6455 §5.3), four bytes at a time.
 *
 * @module
 */

const WORD_BYTES = 4;
/** Below this length a view costs more than it saves. */
const MIN_BYTES_FOR_WORDS = 64;

/** Unmasks `payload` in place with a `mask` of 4 bytes. */
export function unmaskWords(payload: Uint8Array, mask: Uint8Array): void {
  const { buffer, byteOffset, length } = payload;
  if (length < MIN_BYTES_FOR_WORDS) {
    return unmaskBytes(payload, mask, 0, length);
  }
  const head = Math.min(-byteOffset & (WORD_BYTES - 1), length);
  const words = (length - head) >> 2;
  unmaskBytes(payload, mask, 0, head);
  const word = maskWord(mask, head);
  const view = new Int32Array(buffer, byteOffset + head, words);
  for (let i = 0; i < words; i++) view[i] = at(view, i) ^ word;
  unmaskBytes(payload, mask, head + words * WORD_BYTES, length);
}

function unmaskBytes(
  payload: Uint8Array,
  mask: Uint8Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    payload[i] = at(payload, i) ^ at(mask, i & 3);
  }
}

/** The mask over a word at `offset`; Deno runs on little-endian machines only. */
function maskWord(mask: Uint8Array, offset: number): number {
  let word = 0;
  for (let i = 0; i < WORD_BYTES; i++) {
    word |= at(mask, (offset + i) & 3) << (8 * i);
  }
  return word;
}

function at(values: Uint8Array | Int32Array, index: number): number {
  return values[index] ?? 0;
}
