/**
 * The shape of what answers one kind of client message.
 *
 * @module
 */
import type { Envelope, RawMessage } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";

/** A message as it came, with what was read of it. */
export interface ReceivedMessage {
  readonly envelope: Envelope;
  readonly raw: RawMessage;
  readonly nowMs: number;
}

/** Handles one message; a code is sent to the member as `error`. */
export type MessageHandler = (
  hub: Hub,
  seat: Seat,
  received: ReceivedMessage,
) => ErrorCode | null;

/** The same for someone who waits to be let in. */
export type KnockHandler = (
  hub: Hub,
  knock: Knock,
  received: ReceivedMessage,
) => ErrorCode | null;
