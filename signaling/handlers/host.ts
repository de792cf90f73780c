/**
 * `host`: a host makes another member a host too, for good.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";
import { hostRequest } from "./room_request.ts";

/** Names the member, and with it one who only stood in for a host. */
export function nameHost(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: Received,
): ErrorCode | null {
  const request = hostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  const { room, target } = request;
  if (room.isHost(target.id)) return null;
  room.control.name(seat.id);
  room.control.name(target.id);
  hub.tellRules(room, nowMs);
  return null;
}
