/**
 * `lock`: any member closes the room to newcomers, or opens it.
 *
 * @module
 */
import { fieldOf } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import { openDoor } from "../waiting_room/waiting_room.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import { TokenBucket } from "../../server/net/token_bucket.ts";
import type { Received } from "./handler.ts";

/** How often one member may open the lock. */
export const OPENINGS_PER_SECOND = 1;

/** Sets the lock and tells the room; who waits comes in when it opens. */
export function lock(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: Received,
): ErrorCode | null {
  const isLocked = lockedIn(envelope.data);
  if (isLocked === null) return "bad-data";
  const room = hub.rooms.get(seat.room);
  if (room === undefined || room.control.isLocked === isLocked) return null;
  if (!isLocked) {
    // Each turn signs a token for every member. To bound the openings bounds
    // both, and who locks the room to remove someone is never held up.
    seat.lockPace ??= new TokenBucket(OPENINGS_PER_SECOND, nowMs);
    if (!seat.lockPace.take(1, nowMs)) return "too-many-changes";
  }
  room.control.turnLock(isLocked, hub.nextMark(nowMs));
  hub.tellRules(room, nowMs);
  if (!isLocked) openDoor(hub, room, seat.id, nowMs);
  return null;
}

function lockedIn(data: unknown): boolean | null {
  const locked = fieldOf(data, "locked");
  return typeof locked === "boolean" ? locked : null;
}
