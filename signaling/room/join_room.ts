/**
 * Decides what a client gets when it joins: a new seat, the seat of
 * its resume token, a place in the waiting room, or a refusal.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { admitAllKnocks } from "../waiting_room/admit_knock.ts";
import * as CLOSE from "../close_codes.ts";
import { type CloseCode, DEFAULT_ROOM, type ErrorCode } from "../protocol.ts";
import { canonicalizeRoomName, roomKeyOf } from "../room_name.ts";
import type { RoomInvitation } from "./invitation.ts";
import {
  isRoomVacant,
  refuseInvitation,
  useInvitation,
} from "./use_invitation.ts";
import type { JoinParameters } from "./join_parameters.ts";
import { isOlderAttempt } from "./page_attempt.ts";
import type { SeatClaim } from "./resume_token.ts";
import type { Room } from "./room.ts";
import type { RevocationReason } from "./room_store.ts";
import type { ClientConnection, Seat } from "./seat.ts";
import { assignSeat, createWelcome } from "./assign_seat.ts";
import {
  checkLiveness,
  freeAwaySeats,
  isFull,
  memberLimitOf,
  noteNewcomer,
} from "./away_seats.ts";

/** A client that joins, with its parameters. */
export interface JoinRequest extends ClientConnection, JoinParameters {}

/** Why a client is refused, and the code that closes its socket. */
export interface JoinRefusal {
  /** Code of the `error` message, or null without one. */
  readonly refused: ErrorCode | null;
  /** Code that closes the socket. */
  readonly close: CloseCode;
}

/** The seat, the knock, or the refusal. */
export type JoinResult =
  | { readonly seat: Seat }
  | { readonly knock: Knock }
  | JoinRefusal;

const BAD_TOKEN = {
  refused: "bad-resume",
  close: CLOSE.badResume,
} as const satisfies JoinRefusal;

const ROOM_ENDED = {
  refused: "room-ended",
  close: CLOSE.roomEnded,
} as const satisfies JoinRefusal;

const OLDER_ATTEMPT = {
  refused: null,
  close: CLOSE.replaced,
} as const satisfies JoinRefusal;

const REVOKED_REFUSALS: Readonly<Record<RevocationReason, JoinRefusal>> = {
  used: BAD_TOKEN,
  left: BAD_TOKEN,
  removed: { refused: "removed", close: CLOSE.removed },
  ended: ROOM_ENDED,
};

/** Handles a new client and sends it its first message, except on refusal. */
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
  if (claim === null) return BAD_TOKEN;
  const { id } = claim;
  const room = roomKeyOf(claim.room);
  const revocation = hub.roomStore.findRevocation(room, id, nowMs);
  if (revocation !== null) return REVOKED_REFUSALS[revocation];
  if (hub.controlOf(room, nowMs).hasEndedFor(claim)) return ROOM_ENDED;
  const seat = hub.seats.get(id);
  return seat === undefined
    ? joinWithNewSeat(hub, claim.room, claim, request, nowMs)
    : resumeSeat(hub, seat, request, nowMs);
}

/** `claim` is that of a valid token whose seat has ended. */
function joinWithNewSeat(
  hub: Hub,
  roomName: string,
  claim: SeatClaim | null,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const invitation = claim === null ? request.invitation ?? null : null;
  const key = roomKeyOf(roomName);
  const refused = invitation === null
    ? refuseUninvited(hub, key, claim, nowMs)
    : refuseInvitation(hub, invitation, key, nowMs);
  if (refused !== null) return { refused, close: CLOSE.notInvited };
  const room = hub.getOrCreateRoom(roomName, nowMs);
  if (room === null) {
    return { refused: "too-many-rooms", close: CLOSE.serverFull };
  }
  const maxMembers = memberLimitOf(hub, request);
  if (isFull(room, maxMembers)) {
    // Another attempt succeeds if a member turns out to be gone.
    checkLiveness(room, nowMs);
    return { refused: "room-full", close: CLOSE.roomFull };
  }
  const isMember = claim !== null && room.control.isMember(claim);
  const mayPassLock = isMember || invitation?.isHost === true;
  if (!mayPassLock && room.control.isLocked && !room.isVacant(nowMs)) {
    return knockAt(hub, room, request, nowMs);
  }
  const id = claim?.id ?? hub.effects.newId();
  freeAwaySeats(hub, room, maxMembers, nowMs);
  if (claim === null) noteNewcomer(room, nowMs);
  const rulesBefore = JSON.stringify(room.rules);
  if (room.hasRules) {
    applyArrival(hub, room, id, isMember, nowMs);
    applyRole(room, id, invitation);
  }
  if (room.size === 0 || invitation !== null) hub.saveRoom(room, nowMs);
  if (invitation !== null) useInvitation(hub, room, invitation, nowMs);
  const seat = assignSeat(hub, room, id, request, nowMs);
  for (const message of hub.awaitedMessages.take(room.key, id)) {
    room.deliver(seat, message);
  }
  if (!room.control.isLocked) admitAllKnocks(hub, room, null, nowMs);
  const hasChanged = JSON.stringify(room.rules) !== rulesBefore;
  if (hasChanged && room.size > 1) hub.broadcastRules(room, nowMs);
  return { seat };
}

/** Why a client without an invitation may not open a room; null when it may. */
function refuseUninvited(
  hub: Hub,
  key: string,
  claim: SeatClaim | null,
  nowMs: number,
): ErrorCode | null {
  if (hub.roomsPolicy === "open" || !isRoomVacant(hub, key, nowMs)) return null;
  // A member that comes back to its room was invited, or admitted, before.
  return claim !== null && hub.controlOf(key, nowMs).isMember(claim)
    ? null
    : "invitation-needed";
}

function knockAt(
  hub: Hub,
  room: Room,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const newId = () => hub.effects.newId();
  const knock = hub.waitingRoom.accept(room, request, newId, nowMs);
  if (knock === null) {
    return { refused: "too-many-knocks", close: CLOSE.knocksFull };
  }
  knock.invitation = request.invitation ?? null;
  return { knock };
}

function applyArrival(
  hub: Hub,
  room: Room,
  id: string,
  isMember: boolean,
  nowMs: number,
): void {
  const { control } = room;
  if (!isMember && room.isVacant(nowMs)) {
    control.open(id, hub.resumeTokens.nextIssueTimeMs(nowMs));
  } else if (isMember && control.isNamedHost(id)) control.addHost(id);
}

/**
 * Names an invited host. One who is invited as a member and opens the room only
 * stands in for a host until one comes.
 */
function applyRole(
  { control }: Room,
  id: string,
  invitation: RoomInvitation | null,
): void {
  if (invitation?.isHost === true) control.addHost(id);
  else if (invitation !== null) control.removeHost(id);
}

function resumeSeat(
  hub: Hub,
  seat: Seat,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const room = hub.rooms.get(seat.room);
  if (room === undefined) throw new TypeError("A seat has no room");
  // The page has closed it, and listens on a newer one.
  if (isOlderAttempt(request.attempt, seat.attempt)) return OLDER_ATTEMPT;
  if (seat.lostAtMs === null) {
    seat.replaceSocket(CLOSE.replaced, "replaced", nowMs);
  } else hub.releaseAwaySlot(seat);
  const missed = seat.attachSocket(request, request.receivedCount);
  hub.effects.seatResumed(seat);
  request.sink.send(createWelcome(hub, room, seat, missed !== null, nowMs));
  for (const message of missed ?? []) request.sink.send(message);
  return { seat };
}
