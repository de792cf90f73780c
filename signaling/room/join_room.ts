/**
 * How a client gets a seat: a new one, its own again by a resume token, or
 * none yet while the room is locked.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { openDoor, waitAt } from "../waiting_room/waiting_room.ts";
import {
  canonicalRoomName,
  CLOSE,
  type CloseCode,
  DEFAULT_ROOM,
  type ErrorCode,
} from "../protocol.ts";
import type { SeatClaim } from "./resume_token.ts";
import type { Retirement } from "./revoked_ids.ts";
import type { Standing } from "./room_control.ts";
import type { Attachment, Seat } from "./seat.ts";
import { takeSeat, welcome } from "./assign_seat.ts";

/** What a client asks for when its socket opens. */
export interface JoinRequest extends Attachment {
  /** Room as given in the URL, or null for the default one. */
  readonly room: string | null;
  /** Resume token, or null to join anew. */
  readonly resume: string | null;
  /** How many messages of the seat the client has, if it counts. */
  readonly received: number | null;
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

const RETIRED: Readonly<Record<Retirement, JoinRefusal>> = {
  left: { refused: "bad-resume", close: CLOSE.badResume },
  removed: { refused: "removed", close: CLOSE.removed },
  ended: { refused: "room-ended", close: CLOSE.roomEnded },
};

/** Seats a client, lets it wait, or refuses it; the first message is on its way. */
export function join(
  hub: Hub,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (request.resume === null) {
    const room = canonicalRoomName(request.room ?? DEFAULT_ROOM);
    return room === null
      ? { refused: "bad-room", close: CLOSE.badRoom }
      : open(hub, room, null, request, nowMs);
  }
  const claim = hub.tokens.verify(request.resume, nowMs);
  const retirement = claim && hub.retired.find(claim.id, nowMs);
  if (claim === null || retirement !== null) {
    return RETIRED[retirement ?? "left"];
  }
  if (hub.ended.has(claim.room, claim, nowMs)) return RETIRED.ended;
  const seat = hub.seats.get(claim.id);
  return seat === undefined
    ? open(hub, claim.room, claim, request, nowMs)
    : resume(hub, seat, request, nowMs);
}

function open(
  hub: Hub,
  roomName: string,
  claim: SeatClaim | null,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (claim !== null) lockOut(hub, claim, nowMs);
  const standing = claim && standingOf(hub, claim, nowMs);
  const room = hub.openRoom(roomName);
  if (room === null) {
    return { refused: "too-many-rooms", close: CLOSE.serverFull };
  }
  if (room.size >= hub.limits.maxRoomMembers) {
    return { refused: "room-full", close: CLOSE.roomFull };
  }
  const isNewcomer = standing === null || standing === "stranger";
  if (isNewcomer && room.control.isLocked) {
    const knock = waitAt(hub, room, request, nowMs);
    return knock === null
      ? { refused: "too-many-knocks", close: CLOSE.knocksFull }
      : { knock };
  }
  const id = claim?.id ?? hub.effects.newId();
  const before = JSON.stringify(room.rules);
  if (room.hasRules) {
    if (room.size === 0 && claim === null) {
      const { startedAtMs } = hub;
      room.control.found(id, hub.nextMark(nowMs), { startedAtMs, nowMs });
    } else if (claim !== null && standing === "known") {
      room.control.restore(claim);
    } else if (claim !== null && standing === "rightful") {
      room.control.adopt(claim);
    }
  }
  const seat = takeSeat(hub, room, id, request, nowMs);
  seat.isUnvouched = isNewcomer;
  if (!room.control.isLocked) openDoor(hub, room, null, nowMs);
  const hasChanged = JSON.stringify(room.rules) !== before;
  if (hasChanged && room.size > 1) hub.tellRules(room, nowMs);
  return { seat };
}

/** A room that nobody is in is that of whoever comes first, as they know it. */
function standingOf(hub: Hub, claim: SeatClaim, nowMs: number): Standing {
  const room = hub.rooms.get(claim.room);
  if (room === undefined) return "rightful";
  const { startedAtMs } = hub;
  return room.control.standingOf(claim, { startedAtMs, nowMs });
}

/**
 * A token brings a lock from before a restart: who came in while the server
 * did not know of it has to knock. The room may be empty then, and gone.
 */
function lockOut(hub: Hub, claim: SeatClaim, nowMs: number): void {
  const room = hub.rooms.get(claim.room);
  if (room === undefined || !claim.isLocked) return;
  const standing = standingOf(hub, claim, nowMs);
  const isOther = standing === "rightful";
  if (!isOther && !(standing === "known" && room.control.locksBy(claim))) {
    return;
  }
  for (const seat of [...room.seats]) {
    if (isOther || seat.isUnvouched) {
      hub.expel(seat, "locked-out", CLOSE.lockedOut, nowMs);
    }
  }
}

function resume(
  hub: Hub,
  seat: Seat,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const room = hub.rooms.get(seat.room);
  if (room === undefined) throw new TypeError("A seat has no room");
  if (seat.lostAtMs === null) seat.replace(CLOSE.replaced, nowMs);
  else hub.welcomeBack(seat);
  const due = seat.attach(request, request.received);
  hub.effects.seatResumed(seat);
  request.outlet.send(welcome(hub, room, seat, due !== null, nowMs));
  for (const message of due ?? []) request.outlet.send(message);
  return { seat };
}
