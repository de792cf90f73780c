/**
 * Raised hands: `hand` of a member for itself, `lower-hand` of a host for
 * another. The server keeps the order, so that it is the same on all pages.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { createServerMessage } from "../message/outgoing_message.ts";
import type { ClientEvents, ErrorCode } from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";
import { authorizeHostRequest } from "./host.ts";
import { refuseBusyRoom } from "./member.ts";

/** Puts the member at the end of the raised hands, or takes it out of them. */
export function handleHand(
  hub: Hub,
  seat: Seat,
  { raised }: ClientEvents["hand"],
  nowMs: number,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  if (room === undefined) return null;
  return changeHand(hub, room, { seat, id: seat.id, raised, nowMs });
}

/** Takes another member out of the raised hands, on behalf of a host. */
export function handleLowerHand(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["lower-hand"],
  nowMs: number,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, id);
  if (typeof request === "string") return request;
  return changeHand(hub, request.room, { seat, id, raised: false, nowMs });
}

interface HandChange {
  /** Who asks for it. */
  readonly seat: Seat;
  readonly id: string;
  readonly raised: boolean;
  readonly nowMs: number;
}

function changeHand(
  hub: Hub,
  room: Room,
  { seat, id, raised, nowMs }: HandChange,
): ErrorCode | null {
  if (room.hands.includes(id) === raised) return null;
  const others = room.hands.filter((hand) => hand !== id);
  const hands = raised ? [...others, id] : others;
  const message = createServerMessage("hands", { hands, by: seat.id });
  if (!room.takeFanOut(message.bytes, room.size, nowMs)) {
    return refuseBusyRoom(hub, seat);
  }
  room.hands = hands;
  room.broadcast(null, message);
  return null;
}
