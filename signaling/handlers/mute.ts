/**
 * `mute`: a host asks a member's page to turn its microphone off.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { serverMessage } from "../message/outgoing_message.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";
import { hostRequest } from "./room_request.ts";

/** Sends `muted`; media does not pass here, so the page has to do it. */
export function mute(
  hub: Hub,
  seat: Seat,
  { envelope }: Received,
): ErrorCode | null {
  const request = hostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  request.target.deliver(serverMessage("muted", { by: seat.id }));
  return null;
}
