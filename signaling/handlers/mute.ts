/**
 * `mute`: a host asks a member's page to turn its microphone off.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { createServerMessage } from "../message/outgoing_message.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";
import { authorizeHostRequest } from "./room_request.ts";

/** Sends `muted`; media does not pass here, so the page has to do it. */
export function handleMute(
  hub: Hub,
  seat: Seat,
  { envelope }: ReceivedMessage,
): ErrorCode | null {
  const request = authorizeHostRequest(hub, seat, envelope.data);
  if (typeof request === "string") return request;
  request.target.deliver(createServerMessage("muted", { by: seat.id }));
  return null;
}
