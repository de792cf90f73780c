/**
 * `host`: a host makes another member a host too, for good.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";
import { authorizeHostRequest } from "./room_request.ts";

/** Names the member, and with it one who only stood in for a host. */
export function handleHost(
  hub: Hub,
  seat: Seat,
  { envelope, nowMs }: ReceivedMessage,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  const { room, target } = request;
  if (room.isHost(target.id)) return null;
  room.control.addHost(seat.id);
  room.control.addHost(target.id);
  hub.broadcastRules(room, nowMs);
  return null;
}
