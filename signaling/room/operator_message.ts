/**
 * Texts of the operator to the members of a room.
 *
 * @module
 */
import { createServerMessage } from "../message/outgoing_message.ts";
import type { Room } from "./room.ts";
import type { Seat } from "./seat.ts";

/** Longest text, in UTF-16 code units: that of a chat message. */
export const MAX_OPERATOR_TEXT_LENGTH = 4_000;

/** Sends a text to all members, or to one, whose page shows it in the chat. */
export function sendOperatorMessage(
  room: Room,
  text: string,
  receiver: Seat | null,
): void {
  const isPrivate = receiver !== null;
  const message = createServerMessage("operator-message", { text, isPrivate });
  if (receiver) room.deliver(receiver, message);
  else room.broadcast(null, message);
}
