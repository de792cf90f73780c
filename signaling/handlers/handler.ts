/**
 * Shapes of the functions that handle messages of clients.
 *
 * @module
 */
import type { Envelope, RawMessage } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import type { ClientEvent, ClientEvents, ErrorCode } from "../protocol.ts";

/** A message with its envelope. */
export interface ReceivedMessage {
  /** What the server reads of it. */
  readonly envelope: Envelope;
  /** The text as it arrived. */
  readonly raw: RawMessage;
  /** When it arrived. */
  readonly nowMs: number;
}

/** Handles a message of a sender; the sender receives a code as `error`. */
export type MessageHandler<Sender> = (
  hub: Hub,
  sender: Sender,
  received: ReceivedMessage,
) => ErrorCode | null;

/** Handles an event of a sender whose data matched its schema. */
export type EventHandler<Sender, E extends ClientEvent> = (
  hub: Hub,
  sender: Sender,
  data: ClientEvents[E],
  nowMs: number,
) => ErrorCode | null;
