/**
 * What becomes of a client's message: tables of those that it sends to the
 * server itself; all others go to the other members of its room.
 *
 * @module
 */
import { type RawMessage, readEnvelope } from "./message/envelope.ts";
import { handleAdmit, handleRefuse } from "./handlers/answer_knock.ts";
import { handleEnd } from "./handlers/end.ts";
import type { KnockHandler, MessageHandler } from "./handlers/handler.ts";
import { handleHost } from "./handlers/host.ts";
import { handleInfo } from "./handlers/info.ts";
import { handleKnock, handleKnockerLeave } from "./handlers/knock.ts";
import { handleLeave } from "./handlers/leave.ts";
import { handleLock } from "./handlers/lock.ts";
import { handleMute } from "./handlers/mute.ts";
import { handleKnockerPing, handlePing } from "./handlers/ping.ts";
import { relayMessage } from "./handlers/relay.ts";
import { handleRemove } from "./handlers/remove.ts";
import type { Hub } from "./hub.ts";
import type { Knock } from "./waiting_room/knock.ts";
import { createErrorMessage } from "./message/outgoing_message.ts";
import { ROOM_EVENTS, SERVER_EVENTS } from "./protocol.ts";
import type { Seat } from "./room/seat.ts";

const rejectReservedEvent: MessageHandler = () => "reserved-event";

/** Means something in a room with rules, and goes to the others elsewhere. */
function relayInDefaultRoom(handle: MessageHandler): MessageHandler {
  return (hub, seat, received) =>
    hub.rooms.get(seat.room)?.hasRules
      ? handle(hub, seat, received)
      : relayMessage(hub, seat, received);
}

const MEMBER_HANDLERS: ReadonlyMap<string, MessageHandler> = new Map<
  string,
  MessageHandler
>([
  ...[...SERVER_EVENTS].map((event): [string, MessageHandler] => [
    event,
    ROOM_EVENTS.has(event)
      ? relayInDefaultRoom(rejectReservedEvent)
      : rejectReservedEvent,
  ]),
  ["info", handleInfo],
  ["leave", handleLeave],
  ["ping", handlePing],
  ["lock", relayInDefaultRoom(handleLock)],
  ["admit", relayInDefaultRoom(handleAdmit)],
  ["refuse", relayInDefaultRoom(handleRefuse)],
  ["host", relayInDefaultRoom(handleHost)],
  ["mute", relayInDefaultRoom(handleMute)],
  ["remove", relayInDefaultRoom(handleRemove)],
  ["end", relayInDefaultRoom(handleEnd)],
]);

const KNOCKER_HANDLERS: ReadonlyMap<string, KnockHandler> = new Map([
  ["knock", handleKnock],
  ["ping", handleKnockerPing],
  ["leave", handleKnockerLeave],
]);

/** Takes a text message of a member; what is wrong with it goes back as `error`. */
export function dispatchMessage(
  hub: Hub,
  seat: Seat,
  raw: RawMessage,
  nowMs: number,
): void {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return seat.deliver(createErrorMessage("bad-message"));
  const handle = MEMBER_HANDLERS.get(envelope.event) ?? relayMessage;
  const refusal = handle(hub, seat, { envelope, raw, nowMs });
  if (refusal !== null) seat.deliver(createErrorMessage(refusal));
}

/** Takes a text message of someone who waits to be let in. */
export function dispatchKnockerMessage(
  hub: Hub,
  knock: Knock,
  raw: RawMessage,
  nowMs: number,
): void {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) {
    return knock.deliver(createErrorMessage("bad-message"));
  }
  const handle = KNOCKER_HANDLERS.get(envelope.event);
  const refusal = handle === undefined
    ? "not-admitted"
    : handle(hub, knock, { envelope, raw, nowMs });
  if (refusal !== null) knock.deliver(createErrorMessage(refusal));
}
