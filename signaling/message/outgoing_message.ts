/**
 * A message to one or many members.
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

/** A message to clients. */
export interface OutgoingMessage {
  /** JSON without raw line breaks. */
  readonly text: string;
  /** Size of the text in UTF-8. */
  readonly bytes: number;
  /**
   * False for `welcome`, `error` and `pong`, which are not replayed on
   * resuming.
   */
  readonly isCounted: boolean;
}

/** What a message costs beside its text: memory, and the header of its frame. */
const OVERHEAD_BYTES = 128;

/** What a message costs a receiver, in bytes. */
export function costOfMessage({ bytes }: { readonly bytes: number }): number {
  return bytes + OVERHEAD_BYTES;
}

const UNCOUNTED_EVENTS: ReadonlySet<ServerEvent> = new Set<ServerEvent>([
  "welcome",
  "error",
  "pong",
]);

/** Creates a message of the server. */
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

/** Creates an `error` message with the description of its code. */
export function createErrorMessage(code: ErrorCode): OutgoingMessage {
  return createServerMessage("error", { code, message: ERROR_MESSAGES[code] });
}
