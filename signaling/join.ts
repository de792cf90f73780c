/**
 * How a client gets a seat: a new one, or its own again by a resume token.
 *
 * @module
 */
import type { Hub } from "./hub.ts";
import { type Outgoing, serverMessage } from "./outgoing.ts";
import {
  canonicalRoomName,
  CLOSE,
  type CloseCode,
  DEFAULT_ROOM,
  type ErrorCode,
  MAX_INFO_BYTES,
  type WireLimits,
} from "./protocol.ts";
import { type Attachment, Seat } from "./seat.ts";

/** What a client asks for when its socket opens. */
export interface JoinRequest extends Attachment {
  /** Room as given in the URL, or null for the default one. */
  readonly room: string | null;
  /** Resume token, or null to join anew. */
  readonly resume: string | null;
  /** How many messages of the seat the client has, if it counts. */
  readonly received: number | null;
}

/** The seat, or why there is none and how to close the socket. */
export type JoinResult =
  | { readonly seat: Seat }
  | { readonly refused: ErrorCode; readonly close: CloseCode };

/** Seats a client or refuses it; on success `welcome` is on its way. */
export function join(
  hub: Hub,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (request.resume === null) {
    const room = canonicalRoomName(request.room ?? DEFAULT_ROOM);
    return room === null
      ? { refused: "bad-room", close: CLOSE.badRoom }
      : open(hub, room, hub.effects.newId(), request, nowMs);
  }
  const claim = hub.tokens.verify(request.resume, nowMs);
  if (claim === null || hub.retired.has(claim.id, nowMs)) {
    return { refused: "bad-resume", close: CLOSE.badResume };
  }
  const seat = hub.seats.get(claim.id);
  return seat === undefined
    ? open(hub, claim.room, claim.id, request, nowMs)
    : resume(hub, seat, request, nowMs);
}

function open(
  hub: Hub,
  roomName: string,
  id: string,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  const room = hub.openRoom(roomName);
  if (room === null) {
    return { refused: "too-many-rooms", close: CLOSE.serverFull };
  }
  if (room.size >= hub.limits.maxRoomMembers) {
    return { refused: "room-full", close: CLOSE.roomFull };
  }
  const seat = new Seat(id, roomName, request, hub.limits.maxReplayBytes);
  room.add(seat);
  hub.seats.set(id, seat);
  hub.effects.seatOpened(seat);
  request.outlet.send(welcome(hub, seat, false, nowMs));
  hub.broadcast(seat, serverMessage("peer-joined", seat.member));
  return { seat };
}

function resume(
  hub: Hub,
  seat: Seat,
  request: JoinRequest,
  nowMs: number,
): JoinResult {
  if (seat.lostAtMs === null) seat.replace(CLOSE.replaced, nowMs);
  else hub.welcomeBack(seat);
  const due = seat.attach(request, request.received);
  hub.effects.seatResumed(seat);
  request.outlet.send(welcome(hub, seat, due !== null, nowMs));
  for (const message of due ?? []) request.outlet.send(message);
  return { seat };
}

function welcome(
  hub: Hub,
  seat: Seat,
  resumed: boolean,
  nowMs: number,
): Outgoing {
  const room = hub.rooms.get(seat.room);
  return serverMessage("welcome", {
    id: seat.id,
    room: seat.room,
    peers: room ? room.others(seat) : [],
    ...hub.iceFor(seat, nowMs),
    resume: hub.tokens.sign({ id: seat.id, room: seat.room }, nowMs),
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
