/**
 * A message on its way to one or many members, and how several of them are
 * put into one write.
 *
 * @module
 */
import type { ServerEvent, ServerEvents } from "./protocol.ts";
import { headerBytes, OPCODE, writeHeader } from "./websocket/frame.ts";

const encoder = new TextEncoder();
const NEWLINE = 0x0a;

/** JSON text of one message, without raw line breaks; encoded at most once. */
export class Outgoing {
  readonly text: string;
  /** False for `welcome`, `error` and `pong`, which are never sent again. */
  readonly isCounted: boolean;
  #payload: Uint8Array | null = null;

  constructor(text: string, isCounted = true) {
    this.text = text;
    this.isCounted = isCounted;
  }

  /** The text in UTF-8. */
  get payload(): Uint8Array {
    return this.#payload ??= encoder.encode(this.text);
  }
}

const UNCOUNTED: ReadonlySet<ServerEvent> = new Set<ServerEvent>([
  "welcome",
  "error",
  "pong",
]);

/** A message of the server's own. */
export function serverMessage<E extends ServerEvent>(
  event: E,
  data: ServerEvents[E],
): Outgoing {
  return new Outgoing(JSON.stringify({ event, data }), !UNCOUNTED.has(event));
}

/** Bytes that carry each message in a frame of its own, for any client. */
export function separateFrames(messages: readonly Outgoing[]): Uint8Array {
  let size = 0;
  for (const { payload } of messages) {
    size += headerBytes(payload.length) + payload.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { payload } of messages) {
    at = writeHeader(bytes, at, OPCODE.text, payload.length);
    bytes.set(payload, at);
    at += payload.length;
  }
  return bytes;
}

/** Bytes of one frame that carries the messages one a line (`maru.v1`). */
export function joinedFrame(messages: readonly Outgoing[]): Uint8Array {
  let length = messages.length - 1;
  for (const { payload } of messages) length += payload.length;
  const bytes = new Uint8Array(headerBytes(length) + length);
  let at = writeHeader(bytes, 0, OPCODE.text, length);
  for (const { payload } of messages) {
    bytes.set(payload, at);
    at += payload.length;
    if (at < bytes.length) bytes[at++] = NEWLINE;
  }
  return bytes;
}
