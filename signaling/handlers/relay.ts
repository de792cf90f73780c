/**
 * A message to other members: to one when it says `to`, else to all.
 *
 * @module
 */
import { stamp } from "../message/envelope.ts";
import type { Outgoing } from "../message/outgoing_message.ts";
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";

/** Stamps the sender and delivers; the sender itself never gets it. */
export function relay(
  hub: Hub,
  seat: Seat,
  { envelope, raw }: Received,
): ErrorCode | null {
  const stamped = stamp(raw, envelope, seat.id);
  if (stamped === null) return "bad-message";
  const message: Outgoing = { ...stamped, isCounted: true };
  if (envelope.to === null) {
    hub.broadcast(seat, message);
  } else {
    const target = hub.rooms.get(seat.room)?.find(envelope.to);
    if (target === undefined || target === seat) return "unknown-peer";
    target.deliver(message);
  }
  hub.effects.relayed(seat, raw.text);
  return null;
}
