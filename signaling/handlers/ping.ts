/**
 * `ping`: a page cannot see WebSocket pings, so it sends its own.
 *
 * @module
 */
import { readField } from "../message/envelope.ts";
import { createServerMessage } from "../message/outgoing_message.ts";
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Answers `pong`; `data.received` lets go of what the member has. */
export function handlePing(
  _hub: Hub,
  seat: Seat,
  { envelope }: ReceivedMessage,
): null {
  const received = readReceivedCount(envelope.data);
  if (received !== null) seat.acknowledge(received);
  seat.deliver(createServerMessage("pong", { received }));
  return null;
}

/** Answers `pong` to someone who waits, and has received nothing yet. */
export function handleKnockerPing(_hub: Hub, knock: Knock): null {
  knock.deliver(createServerMessage("pong", { received: null }));
  return null;
}

function readReceivedCount(data: unknown): number | null {
  const received = readField(data, "received");
  return typeof received === "number" && Number.isSafeInteger(received)
    ? received
    : null;
}
