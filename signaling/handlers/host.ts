/**
 * Messages that only a host may send: `host`, `mute`, `remove`, `end`.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { createServerMessage } from "../message/outgoing_message.ts";
import type { ClientEvents, ErrorCode } from "../protocol.ts";
import { removeMember } from "../room/remove_member.ts";
import type { Room } from "../room/room.ts";
import type { Seat } from "../room/seat.ts";

/** Names another host. A sender that only stands in for one is named too. */
export function handleHost(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["host"],
  nowMs: number,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, id);
  if (typeof request === "string") return request;
  const { room, target } = request;
  if (room.isHost(target.id)) return null;
  if (!room.control.isNamedHost(seat.id)) room.control.addHost(seat.id);
  room.control.addHost(target.id);
  hub.saveRoom(room, nowMs);
  hub.broadcastRules(room, nowMs);
  return null;
}

/** Sends `muted`. Media does not pass the server, so the page mutes itself. */
export function handleMute(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["mute"],
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, id);
  if (typeof request === "string") return request;
  request.target.deliver(createServerMessage("muted", { by: seat.id }));
  return null;
}

/**
 * Ends a member's seat and voids its token. Members without a seat have to
 * knock from now on, unless the sender only stands in for a host.
 */
export function handleRemove(
  hub: Hub,
  seat: Seat,
  { id }: ClientEvents["remove"],
  nowMs: number,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, id);
  if (typeof request === "string") return request;
  const { room, target } = request;
  removeMember(hub, room, target, room.control.isNamedHost(seat.id), nowMs);
  return null;
}

/**
 * Ends the room and voids the tokens of all its members; those of the present
 * members only, when the sender merely stands in for a host.
 */
export function handleEnd(
  hub: Hub,
  seat: Seat,
  _data: ClientEvents["end"],
  nowMs: number,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || !room.isHost(seat.id)) return "not-host";
  if (room.control.isNamedHost(seat.id)) {
    room.control.end(hub.resumeTokens.nextIssueTimeMs(nowMs));
  } else {
    for (const { id } of room.seats) {
      hub.roomStore.revoke(room.key, id, "ended", nowMs);
    }
  }
  hub.endRoom(room, nowMs);
  return null;
}

/** Room and target of a request that only a host may make, or the refusal. */
export function authorizeHostRequest(
  hub: Hub,
  seat: Seat,
  targetId: string,
): { readonly room: Room; readonly target: Seat } | ErrorCode {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || !room.isHost(seat.id)) return "not-host";
  const target = room.findSeat(targetId);
  if (target === undefined || target === seat) return "unknown-peer";
  return { room, target };
}
