/**
 * Locks and unlocks a room, for a member or for the operator.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { admitAllKnocks } from "../waiting_room/admit_knock.ts";
import type { Room } from "./room.ts";

/**
 * Locks or unlocks a room; unlocking admits all knocks.
 *
 * @param byId The member who did it, or null.
 */
export function setRoomLocked(
  hub: Hub,
  room: Room,
  isLocked: boolean,
  byId: string | null,
  nowMs: number,
): void {
  if (room.control.isLocked === isLocked) return;
  room.control.isLocked = isLocked;
  hub.saveRoom(room, nowMs);
  hub.broadcastRules(room, nowMs);
  if (!isLocked) admitAllKnocks(hub, room, byId, nowMs);
}
