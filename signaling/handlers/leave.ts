/**
 * `leave`: a member goes for good, without grace.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { CLOSE } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";

/** Ends the seat, tells the room, closes the socket. */
export function leave(hub: Hub, seat: Seat, { nowMs }: Received): null {
  hub.remove(seat, "left", nowMs);
  seat.close(CLOSE.normal, "left");
  return null;
}
