/**
 * Messages that any member may send: `info`, `ping`, `leave`, `lock`, and
 * those to other members.
 *
 * @module
 */
import { createClientRateBucket } from "../client_rate.ts";
import type { Hub } from "../hub.ts";
import { stampSender } from "../message/envelope.ts";
import {
  createServerMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import type { ClientEvents, ErrorCode } from "../protocol.ts";
import { setRoomLocked } from "../room/lock_room.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Rate at which one member may unlock the room. */
export const UNLOCKS_PER_SECOND = 1;

/** Keeps the member's info for newcomers and sends it to the others. */
export function handleInfo(
  hub: Hub,
  seat: Seat,
  info: ClientEvents["info"],
  nowMs: number,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  const message = createServerMessage("peer-info", { id: seat.id, info });
  if (room === undefined) return null;
  if (!room.takeFanOut(message.bytes, room.size - 1, nowMs)) {
    return refuseBusyRoom(hub, seat);
  }
  seat.info = info;
  room.broadcast(seat, message);
  return null;
}

/**
 * Answers with `pong` and drops the messages that the member has received.
 * A page cannot see the pings of WebSocket, so it sends its own.
 */
export function handlePing(
  _hub: Hub,
  seat: Seat,
  { received }: ClientEvents["ping"],
): null {
  if (received !== null) seat.acknowledge(received);
  seat.deliver(createServerMessage("pong", { received }));
  return null;
}

/** Ends the seat without grace time and closes the socket. */
export function handleLeave(
  hub: Hub,
  seat: Seat,
  _data: ClientEvents["leave"],
  nowMs: number,
): null {
  hub.removeSeat(seat, "left", nowMs);
  seat.close(CLOSE.normal, "left");
  return null;
}

/** Locks or unlocks the room; unlocking admits all knocks. */
export function handleLock(
  hub: Hub,
  seat: Seat,
  { locked }: ClientEvents["lock"],
  nowMs: number,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || room.control.isLocked === locked) return null;
  if (!locked) {
    // Each change signs a token for every member and writes to the store. The
    // limit of unlocking bounds both, and locking before `remove` never waits.
    seat.unlockLimiter ??= createClientRateBucket(UNLOCKS_PER_SECOND, nowMs);
    if (!seat.unlockLimiter.take(1, nowMs)) return "too-many-changes";
  }
  setRoomLocked(hub, room, locked, seat.id, nowMs);
  return null;
}

/**
 * Sends a message to the member named in `to`, or to all others of the room.
 * The sender does not receive it.
 */
export function relayMessage(
  hub: Hub,
  seat: Seat,
  { envelope, raw, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  const target = envelope.to === null ? null : room?.findSeat(envelope.to);
  if (room === undefined || target === seat) return "unknown-peer";
  if (target === undefined) {
    return keepForTarget(hub, seat, { envelope, raw, nowMs });
  }
  const receivers = target === null ? room.size - 1 : 1;
  if (!room.takeFanOut(raw.bytes, receivers, nowMs)) {
    return refuseBusyRoom(hub, seat);
  }
  const message = createRelayed(seat, raw, envelope);
  if (target === null) room.broadcast(seat, message);
  else room.deliver(target, message);
  hub.effects.messageRelayed(seat, raw.text);
  return null;
}

function createRelayed(
  { id }: Seat,
  raw: ReceivedMessage["raw"],
  envelope: ReceivedMessage["envelope"],
): OutgoingMessage {
  return { ...stampSender(raw, envelope, id), isCounted: true };
}

/** Keeps a message to a member that is expected to come again. */
function keepForTarget(
  hub: Hub,
  seat: Seat,
  { envelope, raw, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const message = {
    to: envelope.to ?? "",
    sender: seat,
    message: createRelayed(seat, raw, envelope),
  };
  return hub.awaitedMessages.keep(seat.room, message, nowMs)
    ? null
    : "unknown-peer";
}

/** Refuses a message beyond the budget of the room. */
export function refuseBusyRoom(hub: Hub, seat: Seat): ErrorCode {
  hub.effects.roomBusy(seat);
  return "room-busy";
}
