/**
 * Messages about knocks: `knock`, `ping` and `leave` of a client that waits,
 * `admit` and `refuse` of any member.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { createServerMessage } from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import type { ClientEvents, ErrorCode } from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";
import { admitKnock } from "../waiting_room/admit_knock.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { KNOCK_REFUSED } from "../waiting_room/waiting_room.ts";

/** Announces a knock by its name; a second name is ignored. */
export function handleKnock(
  hub: Hub,
  knock: Knock,
  { name }: ClientEvents["knock"],
): null {
  const room = hub.rooms.get(knock.room);
  if (room && knock.name === null) hub.waitingRoom.announce(room, knock, name);
  return null;
}

/** Answers with `pong`. There is no seat yet, so nothing was counted. */
export function handleKnockPing(_hub: Hub, knock: Knock): null {
  knock.deliver(createServerMessage("pong", { received: null }));
  return null;
}

/** Ends the knock and closes its socket. */
export function handleKnockLeave(
  hub: Hub,
  knock: Knock,
  _data: ClientEvents["leave"],
  nowMs: number,
): null {
  hub.detachKnock(knock, nowMs);
  knock.close(CLOSE.normal, "left");
  return null;
}

/** Gives a knock its seat, unless the room is full. */
export function handleAdmit(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["admit"],
  nowMs: number,
): ErrorCode | null {
  const found = findNamedKnock(hub, seat, id);
  if (found === null) return "unknown-knock";
  const { room, knock } = found;
  return admitKnock(hub, room, knock, seat.id, nowMs) ? null : "room-full";
}

/** Ends a knock and closes its socket. */
export function handleRefuse(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["refuse"],
  nowMs: number,
): ErrorCode | null {
  const found = findNamedKnock(hub, seat, id);
  if (found === null) return "unknown-knock";
  const outcome = { ...KNOCK_REFUSED, by: seat.id };
  hub.waitingRoom.end(found.room, found.knock, outcome, nowMs);
  return null;
}

/** Members do not know of a knock before it has a name. */
function findNamedKnock(
  hub: Hub,
  seat: Seat,
  id: string,
): { readonly room: Room; readonly knock: Knock } | null {
  const room = hub.rooms.get(seat.room);
  const knock = room?.knocks.get(id);
  return room && knock && knock.name !== null ? { room, knock } : null;
}
