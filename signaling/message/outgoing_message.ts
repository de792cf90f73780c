/**
 * A message on its way to one or many members, and how several of them are
 * put into one write.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  ERROR_MESSAGES,
  type ErrorCode,
  type ServerEvent,
  type ServerEvents,
} from "../protocol.ts";
import { headerBytes, OPCODE, writeHeader } from "../socket/websocket/frame.ts";
import type { Slab } from "../socket/websocket/slab.ts";

const encoder = new TextEncoder();
const NEWLINE = 0x0a;

/** One message. */
export interface OutgoingMessage {
  /** JSON without raw line breaks. */
  readonly text: string;
  /** Size of the text in UTF-8. */
  readonly bytes: number;
  /** False for `welcome`, `error` and `pong`, which are never sent again. */
  readonly isCounted: boolean;
}

const UNCOUNTED_EVENTS: ReadonlySet<ServerEvent> = new Set<ServerEvent>([
  "welcome",
  "error",
  "pong",
]);

/** A message of the server's own. */
export function createServerMessage<E extends ServerEvent>(
  event: E,
  data: ServerEvents[E],
): OutgoingMessage {
  const text = JSON.stringify({ event, data });
  return {
    text,
    bytes: Buffer.byteLength(text),
    isCounted: !UNCOUNTED_EVENTS.has(event),
  };
}

/** The `error` message of a code, with its sentence. */
export function createErrorMessage(code: ErrorCode): OutgoingMessage {
  return createServerMessage("error", { code, message: ERROR_MESSAGES[code] });
}

/** Bytes that carry each message in a frame of its own, for any client. */
export function encodeSeparateFrames(
  messages: readonly OutgoingMessage[],
  slab: Slab,
): Uint8Array {
  let size = 0;
  for (const { bytes } of messages) size += headerBytes(bytes) + bytes;
  const frames = slab.take(size);
  let at = 0;
  for (const { text, bytes } of messages) {
    at = writeHeader(frames, at, OPCODE.text, bytes);
    encoder.encodeInto(text, frames.subarray(at));
    at += bytes;
  }
  return frames;
}

/** Bytes of one frame that carries the messages one a line (`maru.v1`). */
export function encodeBatchFrame(
  messages: readonly OutgoingMessage[],
  slab: Slab,
): Uint8Array {
  let length = messages.length - 1;
  for (const { bytes } of messages) length += bytes;
  const frame = slab.take(headerBytes(length) + length);
  let at = writeHeader(frame, 0, OPCODE.text, length);
  for (const { text, bytes } of messages) {
    encoder.encodeInto(text, frame.subarray(at));
    at += bytes;
    if (at < frame.length) frame[at++] = NEWLINE;
  }
  return frame;
}
