/**
 * A message to other members: to one when it says `to`, else to all.
 *
 * @module
 */
import { stampSender } from "../message/envelope.ts";
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Stamps the sender and delivers; the sender itself never gets it. */
export function relayMessage(
  hub: Hub,
  seat: Seat,
  { envelope, raw }: ReceivedMessage,
): ErrorCode | null {
  const stamped = stampSender(raw, envelope, seat.id);
  if (stamped === null) return "bad-message";
  const message: OutgoingMessage = { ...stamped, isCounted: true };
  if (envelope.to === null) {
    hub.broadcastFrom(seat, message);
  } else {
    const target = hub.rooms.get(seat.room)?.findSeat(envelope.to);
    if (target === undefined || target === seat) return "unknown-peer";
    target.deliver(message);
  }
  hub.effects.messageRelayed(seat, raw.text);
  return null;
}
