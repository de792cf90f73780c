/**
 * Decodes frames of the signaling socket into typed messages. Malformed
 * messages are dropped here; the rest of the engine can rely on the types.
 *
 * @module
 */
import * as v from "valibot";
import type {
  RelayedMessage,
  ServerEvent,
  ServerMessage,
} from "../../../signaling/protocol.ts";
import { asRecord, parseJson } from "../json.ts";
import { SERVER_MESSAGE_SCHEMAS } from "./server_message_schema.ts";

/** Any message that arrives on the socket. */
export type InboundMessage = ServerMessage | RelayedMessage;

/**
 * Messages of one frame: one JSON object a line, in order. A malformed or
 * unknown message is null, since it still counts as received.
 */
export function parseFrame(frame: string): (InboundMessage | null)[] {
  return frame.split("\n").filter((line) => line.trim() !== "")
    .map(parseMessage);
}

/** Messages that are not part of the count of `ping` and `resume`. */
const UNCOUNTED_EVENTS: ReadonlySet<string> = new Set([
  "welcome",
  "error",
  "pong",
]);

/** True when a message counts as received (see `PingData`). */
export function isCountedAsReceived(message: InboundMessage | null): boolean {
  return message === null || message.from !== undefined ||
    !UNCOUNTED_EVENTS.has(message.event);
}

function parseMessage(line: string): InboundMessage | null {
  const message = asRecord(parseJson(line));
  if (!message || typeof message.event !== "string") return null;
  const { event, data, from } = message;
  if (typeof from === "string") return { event, data, from };
  if (!isServerEvent(event)) return null;
  const { success, output } = v.safeParse(SERVER_MESSAGE_SCHEMAS[event], {
    event,
    data,
  });
  return success ? output : null;
}

function isServerEvent(event: string): event is ServerEvent {
  return Object.hasOwn(SERVER_MESSAGE_SCHEMAS, event);
}
