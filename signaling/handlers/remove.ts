/**
 * `remove`: a host puts a member out of the room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { CLOSE, type ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";
import { hostRequest } from "./room_request.ts";

/**
 * Ends the seat and voids its token, here and, by a new epoch of the room, in
 * a later process too.
 */
export function removeMember(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: Received,
): ErrorCode | null {
  const request = hostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  const { room, target } = request;
  hub.retired.add(target.id, "removed", nowMs);
  hub.expel(target, "removed", CLOSE.removed, nowMs);
  room.control.epoch = hub.nextMark(nowMs);
  hub.tellRules(room, nowMs);
  return null;
}
