/**
 * Gives seats to clients that knocked.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { assignSeat } from "../room/assign_seat.ts";
import {
  freeAwaySeats,
  isFull,
  memberLimitOf,
  noteNewcomer,
} from "../room/away_seats.ts";
import { refuseInvitation, useInvitation } from "../room/use_invitation.ts";
import type { Room } from "../room/room.ts";
import type { Knock } from "./knock.ts";
import { KNOCK_ROOM_FULL } from "./waiting_room.ts";

/**
 * Gives a knock its seat; false when the room is full, and then it waits on.
 *
 * @param byId The member who admitted it, or null.
 */
export function admitKnock(
  hub: Hub,
  room: Room,
  knock: Knock,
  byId: string | null,
  nowMs: number,
): boolean {
  const maxMembers = memberLimitOf(hub, knock.connection);
  if (isFull(room, maxMembers)) return false;
  freeAwaySeats(hub, room, maxMembers, nowMs);
  noteNewcomer(room, nowMs);
  hub.waitingRoom.endAdmitted(room, knock, byId);
  useInvitationOf(hub, room, knock, nowMs);
  knock.seat = assignSeat(hub, room, knock.id, knock.connection, nowMs);
  return true;
}

/** Another client may have used the invitation since the knock. */
function useInvitationOf(
  hub: Hub,
  room: Room,
  { invitation }: Knock,
  nowMs: number,
): void {
  if (invitation === null) return;
  const refusal = refuseInvitation(hub, invitation, room.key, nowMs);
  if (refusal === null) useInvitation(hub, room, invitation, nowMs);
}

/** Admits all knocks of an unlocked room; ends those that find no seat. */
export function admitAllKnocks(
  hub: Hub,
  room: Room,
  byId: string | null,
  nowMs: number,
): void {
  for (const knock of room.knocks.values()) {
    if (!admitKnock(hub, room, knock, byId, nowMs)) {
      hub.waitingRoom.end(room, knock, KNOCK_ROOM_FULL, nowMs);
    }
  }
}
