/**
 * `ping`: a page cannot see WebSocket pings, so it sends its own.
 *
 * @module
 */
import { fieldOf } from "../message/envelope.ts";
import { serverMessage } from "../message/outgoing_message.ts";
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";

/** Answers `pong`; `data.received` lets go of what the member has. */
export function answerPing(
  _hub: Hub,
  seat: Seat,
  { envelope }: Received,
): null {
  const received = receivedOf(envelope.data);
  if (received !== null) seat.acknowledge(received);
  seat.deliver(serverMessage("pong", { received }));
  return null;
}

/** Answers `pong` to someone who waits, and has received nothing yet. */
export function answerKnockerPing(_hub: Hub, knock: Knock): null {
  knock.deliver(serverMessage("pong", { received: null }));
  return null;
}

function receivedOf(data: unknown): number | null {
  const received = fieldOf(data, "received");
  return typeof received === "number" && Number.isSafeInteger(received)
    ? received
    : null;
}
