/**
 * `admit` and `refuse`: any member answers who knocks.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { endKnock, letIn, REFUSED } from "../waiting_room/waiting_room.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";
import { idIn } from "./room_request.ts";

/** Lets the one with the id in; the room may be full by now. */
export function admit(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: Received,
): ErrorCode | null {
  const found = find(hub, seat, envelope.data);
  if (typeof found === "string") return found;
  const { room, knock } = found;
  return letIn(hub, room, knock, seat.id, nowMs) ? null : "room-full";
}

/** Turns the one with the id away. */
export function refuse(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: Received,
): ErrorCode | null {
  const found = find(hub, seat, envelope.data);
  if (typeof found === "string") return found;
  const { room, knock } = found;
  endKnock(hub, room, knock, { ...REFUSED, by: seat.id }, nowMs);
  return null;
}

function find(
  hub: Hub,
  seat: Seat,
  data: unknown,
): { readonly room: Room; readonly knock: Knock } | ErrorCode {
  const id = idIn(data);
  if (id === null) return "bad-data";
  const room = hub.rooms.get(seat.room);
  const knock = room?.knocks.get(id);
  // Who has not said its name is not known to the members either.
  if (!room || !knock || knock.name === null) return "unknown-knock";
  return { room, knock };
}
