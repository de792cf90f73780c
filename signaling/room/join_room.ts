/**
 * How a client gets a seat: a new one, its own again by a resume token, or
 * none yet while the room is locked.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { admitAllKnocks, createKnock } from "../waiting_room/waiting_room.ts";
import {
  canonicalizeRoomName,
  CLOSE,
  type CloseCode,
  DEFAULT_ROOM,
  type ErrorCode,
} from "../protocol.ts";
import type { SeatClaim } from "./resume_token.ts";
import type { RevocationReason } from "./revoked_ids.ts";
import type { TokenTrust } from "./room_control.ts";
import type { ClientConnection, Seat } from "./seat.ts";
import { assignSeat, createWelcome } from "./assign_seat.ts";

/** What a client asks for when its socket opens. */
export interface JoinRequest extends ClientConnection {
  /** Room as given in the URL, or null for the default one. */
  readonly room: string | null;
  /** Resume token, or null to join anew. */
  readonly resumeToken: string | null;
  /** How many messages of the seat the client has, if it counts. */
  readonly receivedCount: number | null;
}

/** Why there is neither seat nor waiting, and how to close the socket. */
export interface JoinRefusal {
  readonly refused: ErrorCode;
  readonly close: CloseCode;
}

/** The seat, the wait for one, or the refusal. */
export type JoinResult =
  | { readonly seat: Seat }
  | { readonly knock: Knock }
  | JoinRefusal;

const REVOKED_REFUSALS: Readonly<Record<RevocationReason, JoinRefusal>> = {
  left: { refused: "bad-resume", close: CLOSE.badResume },
  removed: { refused: "removed", close: CLOSE.removed },
  ended: { refused: "room-ended", close: CLOSE.roomEnded },
};

/** Seats a client, lets it wait, or refuses it; the first message is on its way. */
export function joinRoom(
  hub: Hub,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (request.resumeToken === null) {
    const room = canonicalizeRoomName(request.room ?? DEFAULT_ROOM);
    return room === null
      ? { refused: "bad-room", close: CLOSE.badRoom }
      : joinWithNewSeat(hub, room, null, request, nowMs);
  }
  const claim = hub.resumeTokens.verify(request.resumeToken, nowMs);
  const retirement = claim && hub.revokedIds.findReason(claim.id, nowMs);
  if (claim === null || retirement !== null) {
    return REVOKED_REFUSALS[retirement ?? "left"];
  }
  if (hub.endedRooms.has(claim.room, claim, nowMs)) {
    return REVOKED_REFUSALS.ended;
  }
  const seat = hub.seats.get(claim.id);
  return seat === undefined
    ? joinWithNewSeat(hub, claim.room, claim, request, nowMs)
    : resumeSeat(hub, seat, request, nowMs);
}

function joinWithNewSeat(
  hub: Hub,
  roomName: string,
  claim: SeatClaim | null,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (claim !== null) evictUnauthorized(hub, claim, nowMs);
  const standing = claim && assessTokenTrust(hub, claim, nowMs);
  const room = hub.getOrCreateRoom(roomName);
  if (room === null) {
    return { refused: "too-many-rooms", close: CLOSE.serverFull };
  }
  if (room.size >= hub.limits.maxRoomMembers) {
    return { refused: "room-full", close: CLOSE.roomFull };
  }
  const isNewcomer = standing === null || standing === "stranger";
  if (isNewcomer && room.control.isLocked) {
    const knock = createKnock(hub, room, request, nowMs);
    return knock === null
      ? { refused: "too-many-knocks", close: CLOSE.knocksFull }
      : { knock };
  }
  const id = claim?.id ?? hub.effects.newId();
  const before = JSON.stringify(room.rules);
  if (room.hasRules) {
    if (room.size === 0 && claim === null) {
      const { startedAtMs } = hub;
      room.control.initialize(id, hub.nextVersion(nowMs), {
        startedAtMs,
        nowMs,
      });
    } else if (claim !== null && standing === "known") {
      room.control.mergeClaim(claim);
    } else if (claim !== null && standing === "rightful") {
      room.control.adoptClaim(claim);
    }
  }
  const seat = assignSeat(hub, room, id, request, nowMs);
  seat.joinedUnlocked = isNewcomer;
  if (!room.control.isLocked) admitAllKnocks(hub, room, null, nowMs);
  const hasChanged = JSON.stringify(room.rules) !== before;
  if (hasChanged && room.size > 1) hub.broadcastRules(room, nowMs);
  return { seat };
}

/** A room that nobody is in is that of whoever comes first, as they know it. */
function assessTokenTrust(
  hub: Hub,
  claim: SeatClaim,
  nowMs: number,
): TokenTrust {
  const room = hub.rooms.get(claim.room);
  if (room === undefined) return "rightful";
  const { startedAtMs } = hub;
  return room.control.assessTrust(claim, { startedAtMs, nowMs });
}

/**
 * A token brings a lock from before a restart: who came in while the server
 * did not know of it has to knock. The room may be empty then, and gone.
 */
function evictUnauthorized(hub: Hub, claim: SeatClaim, nowMs: number): void {
  const room = hub.rooms.get(claim.room);
  if (room === undefined || !claim.isLocked) return;
  const standing = assessTokenTrust(hub, claim, nowMs);
  const isOther = standing === "rightful";
  if (!isOther && !(standing === "known" && room.control.hasNewerLock(claim))) {
    return;
  }
  for (const seat of [...room.seats]) {
    if (isOther || seat.joinedUnlocked) {
      hub.kickSeat(seat, "locked-out", CLOSE.lockedOut, nowMs);
    }
  }
}

function resumeSeat(
  hub: Hub,
  seat: Seat,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const room = hub.rooms.get(seat.room);
  if (room === undefined) throw new TypeError("A seat has no room");
  if (seat.lostAtMs === null) seat.replaceSocket(CLOSE.replaced, nowMs);
  else hub.releaseAwaySlot(seat);
  const due = seat.attachSocket(request, request.receivedCount);
  hub.effects.seatResumed(seat);
  request.sink.send(createWelcome(hub, room, seat, due !== null, nowMs));
  for (const message of due ?? []) request.sink.send(message);
  return { seat };
}
