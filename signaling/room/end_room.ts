/**
 * Ends a room on behalf of the operator, who is no member of it.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Room } from "./room.ts";

/** Ends a room for all members and knocks, and voids all its tokens. */
export function endRoomForAll(hub: Hub, room: Room, nowMs: number): void {
  if (room.hasRules) {
    room.control.end(hub.resumeTokens.nextIssueTimeMs(nowMs));
  } else {
    for (const { id } of room.seats) {
      hub.roomStore.revoke(room.key, id, "ended", nowMs);
    }
  }
  hub.endRoom(room, nowMs);
}
