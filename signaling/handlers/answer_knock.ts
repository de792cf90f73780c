/**
 * `admit` and `refuse`: any member answers who knocks.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import {
  admitKnock,
  endKnock,
  KNOCK_REFUSED,
} from "../waiting_room/waiting_room.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";
import { readTargetId } from "./room_request.ts";

/** Lets the one with the id in; the room may be full by now. */
export function handleAdmit(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const found = findKnock(hub, seat, envelope.data);
  if (typeof found === "string") return found;
  const { room, knock } = found;
  return admitKnock(hub, room, knock, seat.id, nowMs) ? null : "room-full";
}

/** Turns the one with the id away. */
export function handleRefuse(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const found = findKnock(hub, seat, envelope.data);
  if (typeof found === "string") return found;
  const { room, knock } = found;
  endKnock(hub, room, knock, { ...KNOCK_REFUSED, by: seat.id }, nowMs);
  return null;
}

function findKnock(
  hub: Hub,
  seat: Seat,
  data: unknown,
): { readonly room: Room; readonly knock: Knock } | ErrorCode {
  const id = readTargetId(data);
  if (id === null) return "bad-data";
  const room = hub.rooms.get(seat.room);
  const knock = room?.knocks.get(id);
  // Who has not said its name is not known to the members either.
  if (!room || !knock || knock.name === null) return "unknown-knock";
  return { room, knock };
}
