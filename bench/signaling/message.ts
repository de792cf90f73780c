/**
 * The message that the load generator sends: an envelope of the wire with a
 * marker of fixed width that says who sent it, as which one, and when.
 *
 * @module
 */
import { applyMask, buildMaskedFrame, FRAME_OPCODES } from "./frames.ts";

/** What a marker says. */
export interface Marker {
  /** Place of the sender among all members of the run. */
  readonly sender: number;
  readonly sequence: number;
  /** Whole microseconds since the start of the load generator. */
  readonly sentUs: number;
}

const MARKER_START = '"mark":"#';
const MARKER_START_BYTES = new TextEncoder().encode(MARKER_START);
const HASH = MARKER_START_BYTES[MARKER_START_BYTES.length - 1] ?? 0;
const DIGITS = { sender: 4, sequence: 8, sentUs: 12 } as const;
const MARKER_WIDTH = DIGITS.sender + DIGITS.sequence + DIGITS.sentUs;
const HEX_DIGITS = new TextEncoder().encode("0123456789abcdef");

/** Smallest message that has room for an envelope and a marker, in bytes. */
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

/** Text of a message of `size` bytes; its marker is all zeros. */
export function createMessageText(size: number): string {
  const empty = `{"event":"bench","data":{${MARKER_START}${
    "0".repeat(MARKER_WIDTH)
  }","pad":""}}`;
  const pad = "the quick brown fox jumps over the lazy dog ";
  const missing = size - empty.length;
  if (missing < 0) throw new RangeError(`Cannot make a message: ${size} bytes`);
  const filler = pad.repeat(Math.ceil(missing / pad.length)).slice(0, missing);
  return empty.replace('"pad":""', `"pad":"${filler}"`);
}

/** A frame that is made once and stamped anew for each message. */
export class StampedFrame {
  #bytes: Uint8Array;
  #payloadOffset: number;
  #markerOffset: number;
  #mask: Uint8Array;
  #marker = new Uint8Array(MARKER_WIDTH);

  constructor(size: number, sender: number, mask: Uint8Array) {
    const text = createMessageText(size);
    const payload = new TextEncoder().encode(text);
    const frame = buildMaskedFrame(FRAME_OPCODES.text, payload, mask);
    this.#bytes = frame.bytes;
    this.#payloadOffset = frame.payloadOffset;
    this.#markerOffset = text.indexOf(MARKER_START) + MARKER_START.length;
    this.#mask = mask;
    writeHex(this.#marker, 0, DIGITS.sender, sender);
  }

  /** A copy of the frame with this marker, ready to be sent. */
  stamp(sequence: number, sentUs: number): Uint8Array {
    const at = this.#payloadOffset + this.#markerOffset;
    const bytes = this.#bytes.slice();
    writeHex(this.#marker, DIGITS.sender, DIGITS.sequence, sequence);
    const timeAt = DIGITS.sender + DIGITS.sequence;
    writeHex(this.#marker, timeAt, DIGITS.sentUs, sentUs);
    bytes.set(this.#marker, at);
    applyMask(bytes, at, MARKER_WIDTH, this.#mask, this.#markerOffset);
    return bytes;
  }
}

/** Hands over each marker in a frame's payload; how many there were. */
export function readMarkers(
  payload: Uint8Array,
  onMarker: (marker: Marker) => void,
): number {
  let count = 0;
  // A search for one byte is many times faster than one for a text.
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

/** True when the text before a hash is the start of a marker. */
function isMarker(payload: Uint8Array, hash: number): boolean {
  const start = hash + 1 - MARKER_START_BYTES.length;
  return MARKER_START_BYTES.every((byte, i) => payload[start + i] === byte);
}
