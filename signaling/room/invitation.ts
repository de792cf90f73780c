/**
 * What a verified invitation means for a room. Who signs and verifies the
 * tokens is outside of signaling.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import { roomKeyOf } from "../room_name.ts";
import type { Room } from "./room.ts";

/** The content of a token that was verified. */
export interface Invitation {
  /** Name of the room. */
  readonly room: string;
  /** Whether its holder is a host. */
  readonly isHost: boolean;
  /** When the token expires. */
  readonly expiresMs: number;
  /** Null for one that may be used any number of times. */
  readonly once: SingleUse | null;
}

/** Identity of an invitation that one client may use. */
export interface SingleUse {
  /** Id of the invitation; no spaces. */
  readonly id: string;
  /**
   * Random text of the client, or null: the same client may use the invitation
   * again, since the answer to its first join may have been lost.
   */
  readonly client: string | null;
}

/** Why a token is no invitation. */
export type TokenRefusal =
  | "bad-invitation"
  | "invitation-expired"
  | "invitation-early";

/** Verifies a token that a client joins with. */
export type VerifyInvitation = (
  token: string,
  nowMs: number,
) => Invitation | TokenRefusal | Promise<Invitation | TokenRefusal>;

/** Who may open a room: everyone, or clients with an invitation. */
export type RoomsPolicy = "open" | "invited";

/** Why an invitation does not admit to a room; null when it does. */
export function refuseInvitation(
  hub: Hub,
  invitation: Invitation,
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
  { once, expiresMs }: Invitation,
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
