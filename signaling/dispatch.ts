/**
 * What becomes of a client's message: tables of those that it sends to the
 * server itself; all others go to the other members of its room.
 *
 * @module
 */
import { type RawMessage, readEnvelope } from "./message/envelope.ts";
import { admit, refuse } from "./handlers/answer_knock.ts";
import { endRoom } from "./handlers/end.ts";
import type { Handler, KnockHandler } from "./handlers/handler.ts";
import { nameHost } from "./handlers/host.ts";
import { takeInfo } from "./handlers/info.ts";
import { giveUp, sayName } from "./handlers/knock.ts";
import { leave } from "./handlers/leave.ts";
import { lock } from "./handlers/lock.ts";
import { mute } from "./handlers/mute.ts";
import { answerKnockerPing, answerPing } from "./handlers/ping.ts";
import { relay } from "./handlers/relay.ts";
import { removeMember } from "./handlers/remove.ts";
import type { Hub } from "./hub.ts";
import type { Knock } from "./waiting_room/knock.ts";
import { errorMessage } from "./message/outgoing_message.ts";
import { ROOM_EVENTS, SERVER_EVENTS } from "./protocol.ts";
import type { Seat } from "./room/seat.ts";

const reserved: Handler = () => "reserved-event";

/** Means something in a room with rules, and goes to the others elsewhere. */
function ruled(handle: Handler): Handler {
  return (hub, seat, received) =>
    hub.rooms.get(seat.room)?.hasRules
      ? handle(hub, seat, received)
      : relay(hub, seat, received);
}

const CLIENT_MESSAGES: ReadonlyMap<string, Handler> = new Map<
  string,
  Handler
>([
  ...[...SERVER_EVENTS].map((event): [string, Handler] => [
    event,
    ROOM_EVENTS.has(event) ? ruled(reserved) : reserved,
  ]),
  ["info", takeInfo],
  ["leave", leave],
  ["ping", answerPing],
  ["lock", ruled(lock)],
  ["admit", ruled(admit)],
  ["refuse", ruled(refuse)],
  ["host", ruled(nameHost)],
  ["mute", ruled(mute)],
  ["remove", ruled(removeMember)],
  ["end", ruled(endRoom)],
]);

const KNOCKER_MESSAGES: ReadonlyMap<string, KnockHandler> = new Map([
  ["knock", sayName],
  ["ping", answerKnockerPing],
  ["leave", giveUp],
]);

/** Takes a text message of a member; what is wrong with it goes back as `error`. */
export function receive(
  hub: Hub,
  seat: Seat,
  raw: RawMessage,
  nowMs: number,
): void {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return seat.deliver(errorMessage("bad-message"));
  const handle = CLIENT_MESSAGES.get(envelope.event) ?? relay;
  const refusal = handle(hub, seat, { envelope, raw, nowMs });
  if (refusal !== null) seat.deliver(errorMessage(refusal));
}

/** Takes a text message of someone who waits to be let in. */
export function receiveFromKnocker(
  hub: Hub,
  knock: Knock,
  raw: RawMessage,
  nowMs: number,
): void {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return knock.deliver(errorMessage("bad-message"));
  const handle = KNOCKER_MESSAGES.get(envelope.event);
  const refusal = handle === undefined
    ? "not-admitted"
    : handle(hub, knock, { envelope, raw, nowMs });
  if (refusal !== null) knock.deliver(errorMessage(refusal));
}
