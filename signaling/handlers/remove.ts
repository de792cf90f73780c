/**
 * `remove`: a host puts a member out of the room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { CLOSE, type ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";
import { authorizeHostRequest } from "./room_request.ts";

/**
 * Ends the seat and voids its token, here and, by a new epoch of the room, in
 * a later process too.
 */
export function handleRemove(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  const { room, target } = request;
  hub.revokedIds.add(target.id, "removed", nowMs);
  hub.kickSeat(target, "removed", CLOSE.removed, nowMs);
  room.control.epoch = hub.nextVersion(nowMs);
  hub.broadcastRules(room, nowMs);
  return null;
}
