/**
 * What a verified invitation means for a room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import { roomKeyOf } from "../room_name.ts";
import type { RoomInvitation, SingleUse } from "./invitation.ts";
import type { Room } from "./room.ts";

/** Why an invitation does not admit to a room; null when it does. */
export function refuseInvitation(
  hub: Hub,
  invitation: RoomInvitation,
  roomKey: string,
  nowMs: number,
): ErrorCode | null {
  const { room, once, expiresMs } = invitation;
  if (roomKeyOf(room) !== roomKey) return "invitation-other-room";
  if (expiresMs <= nowMs) return "invitation-expired";
  if (once === null) return null;
  const isUsed = (id: string) =>
    hub.roomStore.findRevocation(roomKey, id, nowMs) !== null;
  const [used, usedByClient] = useIdsOf(once);
  if (used === undefined || !isUsed(used)) return null;
  return usedByClient !== undefined && isUsed(usedByClient)
    ? null
    : "invitation-used";
}

/** Counts the use of an invitation, until it expires. */
export function useInvitation(
  hub: Hub,
  room: Room,
  { once, expiresMs }: RoomInvitation,
  nowMs: number,
): void {
  if (once === null) return;
  for (const id of useIdsOf(once)) {
    hub.roomStore.revoke(room.key, id, "used", nowMs, expiresMs);
  }
}

/** True when a room has no members, and would be opened by a newcomer. */
export function isRoomVacant(hub: Hub, key: string, nowMs: number): boolean {
  const room = hub.rooms.get(key);
  return room === undefined
    ? nowMs >= hub.controlOf(key, nowMs).awaitedUntilMs
    : room.isVacant(nowMs);
}

/** Ids in the room store; no member has an id with a colon. */
function useIdsOf({ id, client }: SingleUse): readonly string[] {
  const used = `once:${id}`;
  return client === null ? [used] : [used, `${used}:${client}`];
}
