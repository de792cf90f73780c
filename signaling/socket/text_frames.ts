/**
 * Encodes outgoing messages as WebSocket frames: one frame each, or several
 * messages as the lines of one frame (`maru.v1`).
 *
 * @module
 */
import { Sender } from "ws";
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { Slab } from "./slab.ts";

const encoder = new TextEncoder();
const NEWLINE = 0x0a;
/** Longest header of an unmasked frame (RFC 6455 §5.2). */
const MAX_HEADER_BYTES = 10;
const TEXT_FRAME = {
  opcode: 1,
  fin: true,
  mask: false,
  readOnly: true,
  rsv1: false,
};
/** From this size on a copy is cheaper than encoding the text again. */
const MIN_COPIED_BYTES = 1024;

/** UTF-8 of large messages, as it lies in frames of the same tick. */
export type EncodedTexts = Map<OutgoingMessage, Uint8Array>;

/** Encodes each message as a frame of its own, for any client. */
export function encodeSeparateFrames(
  messages: readonly OutgoingMessage[],
  slab: Slab,
  encodedTexts: EncodedTexts = new Map(),
): Uint8Array {
  let size = 0;
  for (const { bytes } of messages) size += MAX_HEADER_BYTES + bytes;
  const frames = slab.allocate(size);
  let end = 0;
  for (const message of messages) {
    const header = headerOf(frames.subarray(0, message.bytes));
    frames.set(header, end);
    end += header.length;
    end += writeText(message, frames, end, encodedTexts);
  }
  return frames.subarray(0, end);
}

/** Encodes the messages as the lines of one frame. */
export function encodeBatchFrame(
  messages: readonly OutgoingMessage[],
  slab: Slab,
  encodedTexts: EncodedTexts = new Map(),
): Uint8Array {
  let length = messages.length - 1;
  for (const { bytes } of messages) length += bytes;
  const frame = slab.allocate(MAX_HEADER_BYTES + length);
  const header = headerOf(frame.subarray(MAX_HEADER_BYTES));
  const start = MAX_HEADER_BYTES - header.length;
  frame.set(header, start);
  let end = MAX_HEADER_BYTES;
  for (const message of messages) {
    end += writeText(message, frame, end, encodedTexts);
    if (end < frame.length) frame[end++] = NEWLINE;
  }
  return frame.subarray(start);
}

/** Header of a text frame; of the payload only the length counts. */
function headerOf(payload: Uint8Array): Uint8Array {
  const [header] = Sender.frame(payload, TEXT_FRAME);
  return header;
}

/** Writes the text at `offset` and returns its length in bytes. */
function writeText(
  message: OutgoingMessage,
  target: Uint8Array,
  offset: number,
  encodedTexts: EncodedTexts,
): number {
  const encoded = encodedTexts.get(message);
  if (encoded !== undefined) {
    target.set(encoded, offset);
  } else if (message.bytes < MIN_COPIED_BYTES) {
    encoder.encodeInto(message.text, target.subarray(offset));
  } else {
    const text = target.subarray(offset, offset + message.bytes);
    encoder.encodeInto(message.text, text);
    encodedTexts.set(message, text);
  }
  return message.bytes;
}
