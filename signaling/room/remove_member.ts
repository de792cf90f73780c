/**
 * Removes a member from its room, for a host or for the operator.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Room } from "./room.ts";
import type { Seat } from "./seat.ts";

/**
 * Ends a member's seat and voids its token.
 *
 * @param areOthersKept Whether members without a seat have to knock from now
 * on, since only those who stay are kept.
 */
export function removeMember(
  hub: Hub,
  room: Room,
  target: Seat,
  areOthersKept: boolean,
  nowMs: number,
): void {
  hub.kickSeat(room, target, nowMs);
  if (!room.hasRules) return;
  if (areOthersKept) {
    const issueMs = hub.resumeTokens.nextIssueTimeMs(nowMs);
    room.control.keepOnly(room.seats, issueMs);
  }
  hub.saveRoom(room, nowMs);
  hub.broadcastRules(room, nowMs);
}
