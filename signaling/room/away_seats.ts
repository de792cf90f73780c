/**
 * Seats of members that are away give way to newcomers.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { NEWCOMER_GRACE_MS } from "./away_expiry.ts";
import type { Room } from "./room.ts";
import type { ClientConnection, Seat } from "./seat.ts";

/** Smallest limit of members, so that freeing a seat never empties a room. */
const MIN_MEMBER_LIMIT = 2;

/** Shortens the stay of away seats, and looks for members that are gone unnoticed. */
export function noteNewcomer(room: Room, nowMs: number): void {
  room.newcomerAtMs = nowMs;
  for (const seat of room.seats) {
    if (seat.lostAtMs === null) continue;
    seat.expiresAtMs = Math.min(seat.expiresAtMs, nowMs + NEWCOMER_GRACE_MS);
  }
  checkLiveness(room, nowMs);
}

/** Disconnects the members that do not answer. */
export function checkLiveness(room: Room, nowMs: number): void {
  for (const seat of room.seats) seat.checkLiveness(nowMs);
}

/** Members that a room may have when this client has joined. */
export function memberLimitOf(
  hub: Hub,
  { maxMembers }: ClientConnection,
): number {
  return Math.min(
    hub.limits.maxRoomMembers,
    Math.max(MIN_MEMBER_LIMIT, maxMembers ?? Infinity),
  );
}

/** True when a room has as many connected members as it may have members. */
export function isFull(room: Room, maxMembers: number): boolean {
  let connected = 0;
  for (const seat of room.seats) {
    if (seat.lostAtMs === null) connected++;
  }
  return connected >= maxMembers;
}

/** Ends seats of members that are away until there is one for a newcomer. */
export function freeAwaySeats(
  hub: Hub,
  room: Room,
  maxMembers: number,
  nowMs: number,
): void {
  while (room.size >= maxMembers) {
    const seat = findExpendableSeat(room);
    if (seat === null) return;
    hub.removeSeat(seat, seat.awayReason, nowMs);
  }
}

/** The away seat to end first: that of a closed page, then the one lost first. */
function findExpendableSeat(room: Room): Seat | null {
  let found: Seat | null = null;
  for (const seat of room.seats) {
    if (seat.lostAtMs === null) continue;
    if (found === null || isMoreExpendable(seat, found)) found = seat;
  }
  return found;
}

function isMoreExpendable(seat: Seat, other: Seat): boolean {
  if (seat.awayReason !== other.awayReason) return seat.awayReason === "closed";
  return (seat.lostAtMs ?? 0) < (other.lostAtMs ?? 0);
}
