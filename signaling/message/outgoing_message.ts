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
