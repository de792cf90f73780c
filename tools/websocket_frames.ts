/**
 * WebSocket frames as a client sends and reads them (RFC 6455 §5.2), for tests
 * and benchmarks. It can also send what no browser does: reserved bits, no
 * mask, a fragment without an end.
 *
 * @module
 */

/** Opcodes (RFC 6455 §11.8). */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** Masking key of RFC 6455 §5.7. */
export const DEFAULT_MASKING_KEY: Uint8Array = Uint8Array.of(
  ...[0x37, 0xfa, 0x21, 0x3d],
);

const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** How a frame differs from one whole text message. */
export interface ClientFrameOptions {
  /** Default: text. */
  readonly opcode?: number;
  /** Default: true. */
  readonly isFinal?: boolean;
  /** Default: true, as a client must (RFC 6455 §5.3). */
  readonly isMasked?: boolean;
  /** RSV1 to RSV3 as the bits 4, 2 and 1. */
  readonly reserved?: number;
  /** Four bytes. */
  readonly maskingKey?: Uint8Array;
  /** Bytes of the extended length: 0, 2 or 8. Default: the fewest that fit. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** Encodes one frame; the payload is its last bytes. */
export function encodeClientFrame(
  payload: string | Uint8Array,
  options: ClientFrameOptions = {},
): Uint8Array {
  const {
    opcode = OPCODE.text,
    isFinal = true,
    isMasked = true,
    reserved = 0,
    maskingKey = DEFAULT_MASKING_KEY,
  } = options;
  const data = typeof payload === "string"
    ? new TextEncoder().encode(payload)
    : payload;
  const lengthBytes = options.lengthBytes ?? lengthBytesOf(data.length);
  const payloadOffset = 2 + lengthBytes + (isMasked ? 4 : 0);
  const frame = new Uint8Array(payloadOffset + data.length);
  const view = new DataView(frame.buffer);
  frame[0] = (isFinal ? FINAL : 0) | (reserved << 4) | opcode;
  const length = [data.length, LENGTH_16, LENGTH_64][
    [0, 2, 8].indexOf(lengthBytes)
  ];
  frame[1] = (isMasked ? MASKED : 0) | (length ?? 0);
  if (lengthBytes === 2) view.setUint16(2, data.length);
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(data.length));
  frame.set(data, payloadOffset);
  if (isMasked) {
    frame.set(maskingKey, payloadOffset - 4);
    applyMask(frame, payloadOffset, data.length, maskingKey, 0);
  }
  return frame;
}

function lengthBytesOf(payloadBytes: number): 0 | 2 | 8 {
  return payloadBytes < LENGTH_16 ? 0 : payloadBytes < 0x10000 ? 2 : 8;
}

/** Encodes a close frame (RFC 6455 §5.5.1). */
export function encodeClientClose(code: number, reason = ""): Uint8Array {
  const text = new TextEncoder().encode(reason);
  const payload = concatBytes(Uint8Array.of(code >> 8, code & 0xff), text);
  return encodeClientFrame(payload, { opcode: OPCODE.close });
}

/**
 * Masks `length` bytes of `bytes` from `start` on, in place.
 *
 * @param payloadOffset Position of the first of them in the frame's payload.
 */
export function applyMask(
  bytes: Uint8Array,
  start: number,
  length: number,
  maskingKey: Uint8Array,
  payloadOffset: number,
): void {
  for (let i = 0; i < length; i++) {
    bytes[start + i] = (bytes[start + i] ?? 0) ^
      (maskingKey[(payloadOffset + i) & 3] ?? 0);
  }
}

/** Joins byte arrays. */
export function concatBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const bytes = new Uint8Array(
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** Takes the payload of one frame: a view that is valid during the call. */
export type FrameCallback = (opcode: number, payload: Uint8Array) => void;

/** Splits the bytes of a server into frames, without a copy of whole ones. */
export class FrameSplitter {
  readonly #onFrame: FrameCallback;
  #incompleteFrame: Uint8Array = new Uint8Array(0);

  constructor(onFrame: FrameCallback) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes the next bytes.
   *
   * @throws {Error} If a frame is fragmented, masked or has a reserved bit: no
   * server here sends such frames.
   */
  push(chunk: Uint8Array): void {
    const bytes = this.#incompleteFrame.length > 0
      ? concatBytes(this.#incompleteFrame, chunk)
      : chunk;
    let start = 0;
    for (;;) {
      const end = this.#readFrame(bytes, start);
      if (end === null) break;
      start = end;
    }
    this.#incompleteFrame = bytes.slice(start);
  }

  /** Reads the frame at `start` and returns its end, or null if it is not whole. */
  #readFrame(bytes: Uint8Array, start: number): number | null {
    const first = bytes[start];
    const second = bytes[start + 1];
    if (first === undefined || second === undefined) return null;
    if ((first & FINAL) === 0) throw new Error("Fragmented frame of a server");
    if ((first & 0x70) !== 0) throw new Error("Reserved bit of a server");
    if ((second & MASKED) !== 0) throw new Error("Masked frame of a server");
    const lengthBytes = second === LENGTH_16 ? 2 : second === LENGTH_64 ? 8 : 0;
    const payloadStart = start + 2 + lengthBytes;
    if (bytes.length < payloadStart) return null;
    let length = lengthBytes === 0 ? second : 0;
    for (let i = start + 2; i < payloadStart; i++) {
      length = length * 256 + (bytes[i] ?? 0);
    }
    const end = payloadStart + length;
    if (bytes.length < end) return null;
    this.#onFrame(first & 0x0f, bytes.subarray(payloadStart, end));
    return end;
  }
}
