/**
 * Gives a client a seat and announces it to the room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import {
  createServerMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import { type ClientLimits, MAX_INFO_BYTES } from "../protocol.ts";
import type { Room } from "./room.ts";
import { type ClientConnection, Seat } from "./seat.ts";

/** Opens a new seat and sends its `welcome`. */
export function assignSeat(
  hub: Hub,
  room: Room,
  id: string,
  connection: ClientConnection,
  nowMs: number,
): Seat {
  const { maxReplayBytes } = hub.limits;
  const seat = new Seat(
    id,
    room.key,
    connection,
    maxReplayBytes,
    hub.replayLimit,
  );
  room.addSeat(seat);
  hub.seats.set(id, seat);
  hub.effects.seatOpened(seat);
  connection.sink.send(createWelcome(hub, room, seat, false, nowMs));
  room.broadcast(seat, createServerMessage("peer-joined", seat.member));
  return seat;
}

/**
 * The first message of a seat.
 *
 * @param resumed True for a resumed seat without missing messages.
 */
export function createWelcome(
  hub: Hub,
  room: Room,
  seat: Seat,
  resumed: boolean,
  nowMs: number,
): OutgoingMessage {
  return createServerMessage("welcome", {
    id: seat.id,
    room: room.name,
    peers: room.membersExcept(seat),
    ...room.rules,
    knocks: room.knockers,
    hands: room.hands,
    ...hub.issueIceServers(seat, nowMs),
    resume: hub.signResumeToken(seat, nowMs),
    resumed,
    limits: clientLimitsOf(hub),
  });
}

function clientLimitsOf({ limits }: Hub): ClientLimits {
  return {
    maxMessageBytes: limits.maxMessageBytes,
    maxInfoBytes: MAX_INFO_BYTES,
    messagesPerSecond: limits.messagesPerSecond,
    bytesPerSecond: limits.bytesPerSecond,
    maxRoomMembers: limits.maxRoomMembers,
    resumeSeconds: limits.resumeSeconds,
  };
}
