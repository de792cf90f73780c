/**
 * The few WebSocket frames that a load generator needs (RFC 6455 §5.2): it
 * writes small masked text frames and reads unmasked ones, with no copy where
 * a frame lies in one piece.
 *
 * @module
 */

/** Opcodes of RFC 6455 §5.2 that occur here. */
export const FRAME_OPCODES = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const MASKED = 0x80;
const EXTENDED_16 = 126;
const EXTENDED_64 = 127;
const MAX_16 = 0xffff;

/** A masked frame, and where in it the payload starts. */
export interface MaskedFrame {
  readonly bytes: Uint8Array;
  readonly payloadOffset: number;
}

/**
 * A masked frame with `payload` of at most 65,535 bytes.
 *
 * @param mask Four bytes of the masking key.
 * @throws {RangeError} If the payload is longer.
 */
export function buildMaskedFrame(
  opcode: number,
  payload: Uint8Array,
  mask: Uint8Array,
): MaskedFrame {
  const length = payload.length;
  if (length > MAX_16) {
    throw new RangeError(`Cannot frame the payload: ${length} bytes`);
  }
  const isShort = length < EXTENDED_16;
  const payloadAt = isShort ? 6 : 8;
  const bytes = new Uint8Array(payloadAt + length);
  bytes[0] = FINAL | opcode;
  if (isShort) bytes[1] = MASKED | length;
  else bytes.set([MASKED | EXTENDED_16, length >> 8, length & 0xff], 1);
  bytes.set(mask, payloadAt - 4);
  bytes.set(payload, payloadAt);
  applyMask(bytes, payloadAt, length, mask, 0);
  return { bytes, payloadOffset: payloadAt };
}

/** Masks `length` bytes of `bytes` from `at`, which stand at `offset` of the payload. */
export function applyMask(
  bytes: Uint8Array,
  at: number,
  length: number,
  mask: Uint8Array,
  offset: number,
): void {
  for (let i = 0; i < length; i++) {
    bytes[at + i] = (bytes[at + i] ?? 0) ^ (mask[(offset + i) & 3] ?? 0);
  }
}

/** Takes the payload of one frame; it is a view that lives until the next read. */
export type FrameCallback = (opcode: number, payload: Uint8Array) => void;

/** Splits a stream of bytes into frames. */
export class FrameSplitter {
  #incompleteFrame = new Uint8Array(0);
  #onFrame: FrameCallback;

  constructor(onFrame: FrameCallback) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes the next bytes.
   *
   * @throws {Error} If a frame is fragmented or masked: no server here does so.
   */
  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#incompleteFrame.length > 0) {
      bytes = new Uint8Array(this.#incompleteFrame.length + chunk.length);
      bytes.set(this.#incompleteFrame);
      bytes.set(chunk, this.#incompleteFrame.length);
    }
    let at = 0;
    for (;;) {
      const next = this.#readFrame(bytes, at);
      if (next === null) break;
      at = next;
    }
    this.#incompleteFrame = at < bytes.length
      ? bytes.slice(at)
      : new Uint8Array(0);
  }

  /** Hands over the frame at `at`; where the next starts, or null if unfinished. */
  #readFrame(bytes: Uint8Array, at: number): number | null {
    const first = bytes[at];
    const second = bytes[at + 1];
    if (first === undefined || second === undefined) return null;
    if ((first & FINAL) === 0) throw new Error("Fragmented frame");
    if ((second & MASKED) !== 0) throw new Error("Masked frame of a server");
    let start = at + 2;
    let length = second;
    if (second === EXTENDED_16 || second === EXTENDED_64) {
      const size = second === EXTENDED_16 ? 2 : 8;
      if (bytes.length < start + size) return null;
      length = 0;
      for (let i = 0; i < size; i++) {
        length = length * 256 + (bytes[start + i] ?? 0);
      }
      start += size;
    }
    if (bytes.length < start + length) return null;
    this.#onFrame(first & 0x0f, bytes.subarray(start, start + length));
    return start + length;
  }
}
