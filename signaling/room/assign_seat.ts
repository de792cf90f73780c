/**
 * Gives a seat to a client that may have one, and tells it and the room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { type Outgoing, serverMessage } from "../message/outgoing_message.ts";
import { MAX_INFO_BYTES, type WireLimits } from "../protocol.ts";
import type { Room } from "./room.ts";
import { type Attachment, Seat } from "./seat.ts";

/** Takes a new seat; `welcome` is on its way. */
export function takeSeat(
  hub: Hub,
  room: Room,
  id: string,
  attachment: Attachment,
  nowMs: number,
): Seat {
  const seat = new Seat(id, room.name, attachment, hub.limits.maxReplayBytes);
  room.add(seat);
  hub.seats.set(id, seat);
  hub.effects.seatOpened(seat);
  attachment.outlet.send(welcome(hub, room, seat, false, nowMs));
  room.broadcast(seat, serverMessage("peer-joined", seat.member));
  return seat;
}

/**
 * The first message of a seat.
 *
 * @param resumed True when it was taken again and nothing is missing.
 */
export function welcome(
  hub: Hub,
  room: Room,
  seat: Seat,
  resumed: boolean,
  nowMs: number,
): Outgoing {
  return serverMessage("welcome", {
    id: seat.id,
    room: seat.room,
    peers: room.others(seat),
    ...room.rules,
    knocks: room.knockers,
    ...hub.iceFor(seat, nowMs),
    resume: hub.tokenFor(room, seat, nowMs),
    resumed,
    limits: wireLimits(hub),
  });
}

function wireLimits({ limits }: Hub): WireLimits {
  return {
    maxMessageBytes: limits.maxMessageBytes,
    maxInfoBytes: MAX_INFO_BYTES,
    messagesPerSecond: limits.messagesPerSecond,
    bytesPerSecond: limits.bytesPerSecond,
    maxRoomMembers: limits.maxRoomMembers,
    resumeSeconds: limits.resumeSeconds,
  };
}
