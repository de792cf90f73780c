/**
 * Routes each message of a client: tables of the events that the server
 * handles itself; all others go to the other members of the room.
 *
 * @module
 */
import { type RawMessage, readEnvelope } from "./message/envelope.ts";
import { parseClientData } from "./message/client_messages.ts";
import type { EventHandler, MessageHandler } from "./handlers/handler.ts";
import { handleHand, handleLowerHand } from "./handlers/hands.ts";
import {
  handleEnd,
  handleHost,
  handleMute,
  handleRemove,
} from "./handlers/host.ts";
import {
  handleInfo,
  handleLeave,
  handleLock,
  handlePing,
  relayMessage,
} from "./handlers/member.ts";
import { relayPlainText } from "./handlers/plain_text.ts";
import { handleConnectionReport } from "./handlers/report.ts";
import {
  handleAdmit,
  handleKnock,
  handleKnockLeave,
  handleKnockPing,
  handleRefuse,
} from "./handlers/waiting_room.ts";
import type { Hub } from "./hub.ts";
import type { Knock } from "./waiting_room/knock.ts";
import { createErrorMessage } from "./message/outgoing_message.ts";
import {
  type ClientEvent,
  type ClientEvents,
  type ErrorCode,
  ROOM_EVENTS,
  SERVER_EVENTS,
} from "./protocol.ts";
import type { Seat } from "./room/seat.ts";

type Route<Sender> = readonly [event: string, handler: MessageHandler<Sender>];

/** A row that parses the data of an event before it calls the handler. */
function routeEvent<Sender, E extends ClientEvent>(
  event: E,
  handle: EventHandler<Sender, E>,
): Route<Sender> {
  return [event, (hub, sender, { envelope, nowMs }) => {
    const parsed = parseClientData(event, envelope.data);
    return parsed === null
      ? badDataCode(event)
      : handle(hub, sender, parsed.data, nowMs);
  }];
}

function badDataCode(event: ClientEvent): ErrorCode {
  return event === "info" ? "bad-info" : "bad-data";
}

function rejectReservedEvent(): ErrorCode {
  return "reserved-event";
}

/** The default room has no rules: there the event goes to the others. */
function onlyInRoomsWithRules(
  [event, handle]: Route<Seat>,
): Route<Seat> {
  return [
    event,
    (hub, seat, received) =>
      hub.rooms.get(seat.room)?.hasRules
        ? handle(hub, seat, received)
        : relayMessage(hub, seat, received),
  ];
}

function reservedRoute(event: string): Route<Seat> {
  const route: Route<Seat> = [event, rejectReservedEvent];
  return ROOM_EVENTS.has(event) ? onlyInRoomsWithRules(route) : route;
}

const MEMBER_HANDLERS: ReadonlyMap<string, MessageHandler<Seat>> = new Map([
  ...[...SERVER_EVENTS].map(reservedRoute),
  routeEvent("info", handleInfo),
  routeEvent("leave", handleLeave),
  routeEvent("ping", handlePing),
  routeEvent("connection-report", handleConnectionReport),
  ...[
    routeEvent("lock", handleLock),
    routeEvent("admit", handleAdmit),
    routeEvent("refuse", handleRefuse),
    routeEvent("host", handleHost),
    routeEvent("mute", handleMute),
    routeEvent("hand", handleHand),
    routeEvent("lower-hand", handleLowerHand),
    routeEvent("remove", handleRemove),
    routeEvent("end", handleEnd),
  ].map(onlyInRoomsWithRules),
]);

const KNOCK_HANDLERS: ReadonlyMap<string, MessageHandler<Knock>> = new Map([
  routeEvent("knock", handleKnock),
  routeEvent("ping", handleKnockPing),
  routeEvent("leave", handleKnockLeave),
]);

/**
 * Reads a message on a socket whose client has not joined yet: the data of
 * `join`, or the code of a refusal.
 */
export function readJoinMessage(
  raw: RawMessage,
): { readonly data: ClientEvents["join"] } | ErrorCode {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return "bad-message";
  if (envelope.event !== "join") return "not-admitted";
  return parseClientData("join", envelope.data) ?? "bad-data";
}

/** Handles a text message of a member; a refusal goes back as `error`. */
export function dispatchMessage(
  hub: Hub,
  seat: Seat,
  raw: RawMessage,
  nowMs: number,
): void {
  const refusal = handleMessage(hub, seat, raw, nowMs);
  if (refusal === null) return;
  hub.messageCounters.countRefusal(refusal);
  seat.deliver(createErrorMessage(refusal));
}

function handleMessage(
  hub: Hub,
  seat: Seat,
  raw: RawMessage,
  nowMs: number,
): ErrorCode | null {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return relayPlainText(hub, seat, raw, nowMs);
  hub.messageCounters.countMessage(envelope.event);
  const handle = MEMBER_HANDLERS.get(envelope.event) ?? relayMessage;
  return handle(hub, seat, { envelope, raw, nowMs });
}

/** Handles a text message of a client in the waiting room likewise. */
export function dispatchKnockerMessage(
  hub: Hub,
  knock: Knock,
  raw: RawMessage,
  nowMs: number,
): void {
  const refusal = handleKnockerMessage(hub, knock, raw, nowMs);
  if (refusal === null) return;
  hub.messageCounters.countRefusal(refusal);
  knock.deliver(createErrorMessage(refusal));
}

function handleKnockerMessage(
  hub: Hub,
  knock: Knock,
  raw: RawMessage,
  nowMs: number,
): ErrorCode | null {
  const envelope = readEnvelope(raw.text);
  if (envelope === null) return "bad-message";
  hub.messageCounters.countMessage(envelope.event);
  const handle = KNOCK_HANDLERS.get(envelope.event);
  return handle === undefined
    ? "not-admitted"
    : handle(hub, knock, { envelope, raw, nowMs });
}
