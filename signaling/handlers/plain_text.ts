/**
 * Texts that are no messages of the protocol. In the default room they go
 * unchanged to the other clients that do not speak `maru.v1`, as a server that
 * passes on all it receives would do.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type { RawMessage } from "../message/envelope.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Seat } from "../room/seat.ts";
import { refuseBusyRoom } from "./member.ts";

/** Passes a text on, or refuses it. */
export function relayPlainText(
  hub: Hub,
  seat: Seat,
  { text, bytes }: RawMessage,
  nowMs: number,
): ErrorCode | null {
  const room = hub.rooms.get(seat.room);
  if (room === undefined || room.hasRules || seat.speaksMaru) {
    return "bad-message";
  }
  if (resemblesMessage(text)) return "bad-message";
  const receivers = [...room.seats].filter((other) =>
    other !== seat && !other.speaksMaru
  );
  if (!room.takeFanOut(bytes, receivers.length, nowMs)) {
    return refuseBusyRoom(hub, seat);
  }
  const message = { text, bytes, isCounted: false };
  for (const receiver of receivers) room.deliver(receiver, message);
  return null;
}

/**
 * True for an object with an `event`: without the `from` of its sender it would
 * pass for a message of the server.
 */
function resemblesMessage(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "event" in value;
  } catch {
    return false;
  }
}
