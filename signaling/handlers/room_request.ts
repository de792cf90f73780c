/**
 * What the messages about a room's rules have in common: the room, the id that
 * they name, and whether the sender may.
 *
 * @module
 */
import { readField } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";

/** The string `id` in a message's data, or null. */
export function readTargetId(data: unknown): string | null {
  const id = readField(data, "id");
  return typeof id === "string" ? id : null;
}

/** A host's request about another member: whom and where, or why not. */
export function authorizeHostRequest(
  hub: Hub,
  seat: Seat,
  data: unknown,
): { readonly room: Room; readonly target: Seat } | ErrorCode {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || !room.isHost(seat.id)) return "not-host";
  const id = readTargetId(data);
  if (id === null) return "bad-data";
  const target = room.findSeat(id);
  if (target === undefined || target === seat) return "unknown-peer";
  return { room, target };
}
