/**
 * The message that the load generator sends: an envelope of the protocol with
 * a marker of fixed width: sender, sequence number and time of sending.
 *
 * @module
 */
import {
  applyMask,
  DEFAULT_MASKING_KEY,
  encodeClientFrame,
} from "../../tools/websocket_frames.ts";

/** Identifies one sent message. */
export interface Marker {
  /** Index of the sender among all members of the run. */
  readonly sender: number;
  readonly sequence: number;
  /** Microseconds since the start of the load generator. */
  readonly sentUs: number;
}

const MARKER_START = '"mark":"#';
const MARKER_START_BYTES = new TextEncoder().encode(MARKER_START);
const HASH = MARKER_START_BYTES[MARKER_START_BYTES.length - 1] ?? 0;
const DIGITS = { sender: 4, sequence: 8, sentUs: 12 } as const;
const MARKER_WIDTH = DIGITS.sender + DIGITS.sequence + DIGITS.sentUs;
const HEX_DIGITS = new TextEncoder().encode("0123456789abcdef");

/** Smallest message that holds an envelope and a marker, in bytes. */
export const MIN_MESSAGE_BYTES = 100;

function writeHex(bytes: Uint8Array, at: number, width: number, value: number) {
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[at + i] = HEX_DIGITS[rest % 16] ?? 0;
    rest = Math.floor(rest / 16);
  }
}

function readHex(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) {
    const code = bytes[at + i] ?? 0;
    value = value * 16 + (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return value;
}

/**
 * Text of a message of `size` bytes; its marker is all zeros.
 *
 * @throws {RangeError} If the size is below {@linkcode MIN_MESSAGE_BYTES}.
 */
export function createMessageText(size: number): string {
  const empty = `{"event":"bench","data":{${MARKER_START}${
    "0".repeat(MARKER_WIDTH)
  }","pad":""}}`;
  const pad = "the quick brown fox jumps over the lazy dog ";
  const missingBytes = size - empty.length;
  if (missingBytes < 0) {
    throw new RangeError(`Cannot create a message of ${size} bytes`);
  }
  const filler = pad.repeat(Math.ceil(missingBytes / pad.length)).slice(
    0,
    missingBytes,
  );
  return empty.replace('"pad":""', `"pad":"${filler}"`);
}

/** A frame that is encoded once; each message only changes the marker. */
export class StampedFrame {
  #bytes: Uint8Array;
  #payloadOffset: number;
  #markerOffset: number;
  #marker = new Uint8Array(MARKER_WIDTH);

  constructor(size: number, sender: number) {
    const text = createMessageText(size);
    const payload = new TextEncoder().encode(text);
    this.#bytes = encodeClientFrame(payload);
    this.#payloadOffset = this.#bytes.length - payload.length;
    this.#markerOffset = text.indexOf(MARKER_START) + MARKER_START.length;
    writeHex(this.#marker, 0, DIGITS.sender, sender);
  }

  /** A copy of the frame with this marker. */
  stamp(sequence: number, sentUs: number): Uint8Array {
    const at = this.#payloadOffset + this.#markerOffset;
    const bytes = this.#bytes.slice();
    writeHex(this.#marker, DIGITS.sender, DIGITS.sequence, sequence);
    const timeAt = DIGITS.sender + DIGITS.sequence;
    writeHex(this.#marker, timeAt, DIGITS.sentUs, sentUs);
    bytes.set(this.#marker, at);
    applyMask(
      bytes,
      at,
      MARKER_WIDTH,
      DEFAULT_MASKING_KEY,
      this.#markerOffset,
    );
    return bytes;
  }
}

/**
 * Reads each marker in a frame's payload.
 *
 * @returns Number of markers.
 */
export function readMarkers(
  payload: Uint8Array,
  onMarker: (marker: Marker) => void,
): number {
  let count = 0;
  // Searching for one byte is many times faster than for a string.
  for (
    let hash = payload.indexOf(HASH);
    hash >= 0;
    hash = payload.indexOf(HASH, hash + 1)
  ) {
    if (!isMarker(payload, hash)) continue;
    const at = hash + 1;
    const sequenceAt = at + DIGITS.sender;
    const timeAt = sequenceAt + DIGITS.sequence;
    onMarker({
      sender: readHex(payload, at, DIGITS.sender),
      sequence: readHex(payload, sequenceAt, DIGITS.sequence),
      sentUs: readHex(payload, timeAt, DIGITS.sentUs),
    });
    count++;
  }
  return count;
}

/** True when the bytes before a hash are the start of a marker. */
function isMarker(payload: Uint8Array, hash: number): boolean {
  const start = hash + 1 - MARKER_START_BYTES.length;
  return MARKER_START_BYTES.every((byte, i) => payload[start + i] === byte);
}
