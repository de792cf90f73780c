/**
 * Frames as a WebSocket client sends them: masked (RFC 6455 §5.3).
 *
 * @module
 */

/** How a frame differs from one whole text message. */
export interface MaskedFrameOptions {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  readonly reserved?: number;
  readonly key?: readonly [number, number, number, number];
}

/** Encodes a client's frame. */
export function encodeMaskedFrame(
  payload: string | Uint8Array,
  shape: MaskedFrameOptions = {},
): Uint8Array {
  const { opcode = 1, isFinal = true, isMasked = true, reserved = 0 } = shape;
  const key = shape.key ?? [0x37, 0xfa, 0x21, 0x3d];
  const data = typeof payload === "string"
    ? new TextEncoder().encode(payload)
    : payload;
  const size = data.length < 126
    ? [data.length]
    : data.length < 0x10000
    ? [126, data.length >> 8, data.length & 0xff]
    : [127, 0, 0, 0, 0, ...encodeUint32(data.length)];
  const [first = 0, ...more] = size;
  return Uint8Array.from([
    (isFinal ? 0x80 : 0) | (reserved << 4) | opcode,
    (isMasked ? 0x80 : 0) | first,
    ...more,
    ...(isMasked ? key : []),
    ...data.map((byte, i) => isMasked ? byte ^ (key[i & 3] ?? 0) : byte),
  ]);
}

function encodeUint32(value: number): number[] {
  return [value >>> 24, value >>> 16, value >>> 8, value].map((b) => b & 0xff);
}

/** Joins pieces. */
export function concatBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}
