/**
 * Frames that a server sends (RFC 6455 §5.2): never masked, never fragmented.
 *
 * @module
 */

/** Frame opcodes (RFC 6455 §11.8). */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** An opcode by its number. */
export type Opcode = (typeof OPCODE)[keyof typeof OPCODE];

const FIN = 0x80;
const MAX_CONTROL_BYTES = 125;
const encoder = new TextEncoder();

/** Size of an unmasked frame's header. */
export function headerBytes(payloadBytes: number): number {
  return payloadBytes < 126 ? 2 : payloadBytes < 0x10000 ? 4 : 10;
}

/**
 * Writes the header of a final, unmasked frame.
 *
 * @returns Where the payload begins.
 */
export function writeHeader(
  bytes: Uint8Array,
  at: number,
  opcode: Opcode,
  payloadBytes: number,
): number {
  bytes[at] = FIN | opcode;
  if (payloadBytes < 126) {
    bytes[at + 1] = payloadBytes;
    return at + 2;
  }
  if (payloadBytes < 0x10000) {
    bytes[at + 1] = 126;
    bytes[at + 2] = payloadBytes >>> 8;
    bytes[at + 3] = payloadBytes;
    return at + 4;
  }
  bytes[at + 1] = 127;
  bytes.fill(0, at + 2, at + 6);
  bytes[at + 6] = payloadBytes >>> 24;
  bytes[at + 7] = payloadBytes >>> 16;
  bytes[at + 8] = payloadBytes >>> 8;
  bytes[at + 9] = payloadBytes;
  return at + 10;
}

/**
 * Encodes one control frame (RFC 6455 §5.5).
 *
 * @param payload At most 125 bytes.
 * @throws {RangeError} If the payload is longer.
 */
export function controlFrame(opcode: Opcode, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_CONTROL_BYTES) {
    throw new RangeError(
      `Cannot encode a control frame: payload is ${payload.length} bytes`,
    );
  }
  const frame = new Uint8Array(2 + payload.length);
  writeHeader(frame, 0, opcode, payload.length);
  frame.set(payload, 2);
  return frame;
}

/**
 * Encodes a close frame (RFC 6455 §5.5.1).
 *
 * @param reason For developers; cut to the 123 bytes that fit.
 */
export function closeFrame(code: number, reason = ""): Uint8Array {
  const payload = new Uint8Array(MAX_CONTROL_BYTES);
  payload[0] = code >>> 8;
  payload[1] = code;
  const { written } = encoder.encodeInto(reason, payload.subarray(2));
  return controlFrame(OPCODE.close, payload.subarray(0, 2 + written));
}
