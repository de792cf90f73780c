/**
 * Keeps a room with hosts: names another member when the last host is gone.
 *
 * @module
 */
import type { LeaveReason } from "../protocol.ts";
import type { Room } from "./room.ts";
import type { Seat } from "./seat.ts";

/**
 * Ends the role of a host whose seat has ended. One who may come back stays
 * named, and is a host again when it does.
 */
export function endHostRole(
  room: Room,
  { id }: Seat,
  reason: LeaveReason,
  nowMs: number,
): void {
  if (reason === "left" || reason === "kicked") room.control.removeHost(id);
  if (nowMs >= room.control.awaitedUntilMs) nameMissingHost(room);
}

/**
 * Names the member who joined first where no named host has a seat; false when
 * nothing changed. A member that is away only stands in: if it does not come
 * back either, the next one is named.
 */
export function nameMissingHost(room: Room): boolean {
  const [first] = room.seats;
  if (first === undefined || first.lostAtMs !== null) return false;
  for (const { id } of room.seats) {
    if (room.control.isNamedHost(id)) return false;
  }
  room.control.addHost(first.id);
  return true;
}
