/**
 * `lock`: any member closes the room to newcomers, or opens it.
 *
 * @module
 */
import { readField } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import { admitAllKnocks } from "../waiting_room/waiting_room.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import { createClientRateBucket } from "../client_rate.ts";
import type { ReceivedMessage } from "./handler.ts";

/** How often one member may open the lock. */
export const UNLOCKS_PER_SECOND = 1;

/** Sets the lock and tells the room; who waits comes in when it opens. */
export function handleLock(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const isLocked = readLocked(envelope.data);
  if (isLocked === null) return "bad-data";
  const room = hub.rooms.get(seat.room);
  if (room === undefined || room.control.isLocked === isLocked) return null;
  if (!isLocked) {
    // Each turn signs a token for every member. To bound the openings bounds
    // both, and who locks the room to remove someone is never held up.
    seat.unlockLimiter ??= createClientRateBucket(UNLOCKS_PER_SECOND, nowMs);
    if (!seat.unlockLimiter.take(1, nowMs)) return "too-many-changes";
  }
  room.control.setLocked(isLocked, hub.nextVersion(nowMs));
  hub.broadcastRules(room, nowMs);
  if (!isLocked) admitAllKnocks(hub, room, seat.id, nowMs);
  return null;
}

function readLocked(data: unknown): boolean | null {
  const locked = readField(data, "locked");
  return typeof locked === "boolean" ? locked : null;
}
