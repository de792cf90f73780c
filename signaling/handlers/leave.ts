/**
 * `leave`: a member goes for good, without grace.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { CLOSE } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Ends the seat, tells the room, closes the socket. */
export function handleLeave(
  hub: Hub,
  seat: Seat,
  { nowMs }: ReceivedMessage,
): null {
  hub.removeSeat(seat, "left", nowMs);
  seat.close(CLOSE.normal, "left");
  return null;
}
