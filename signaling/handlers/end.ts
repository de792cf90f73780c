/**
 * `end`: a host ends the room for everyone.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Closes every socket of the room and voids the tokens. */
export function handleEnd(
  hub: Hub,
  seat: Seat,
  { nowMs }: ReceivedMessage,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || !room.isHost(seat.id)) return "not-host";
  // Who only stands in after a restart has no say over those yet to come back.
  if (room.control.isNamedHost(seat.id)) {
    hub.endedRooms.add(room.name, room.control, nowMs);
  }
  hub.endRoom(room, nowMs);
  return null;
}
