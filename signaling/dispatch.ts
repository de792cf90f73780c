/**
 * What becomes of a client's message: a table of those that it sends to the
 * server itself; all others go to the other members of its room.
 *
 * @module
 */
import { type RawMessage, readEnvelope } from "./envelope.ts";
import type { Handler } from "./handlers/handler.ts";
import { takeInfo } from "./handlers/info.ts";
import { leave } from "./handlers/leave.ts";
import { answerPing } from "./handlers/ping.ts";
import { relay } from "./handlers/relay.ts";
import type { Hub } from "./hub.ts";
import { errorMessage } from "./outgoing.ts";
import { SERVER_EVENTS } from "./protocol.ts";
import type { Seat } from "./seat.ts";

const reserved: Handler = () => "reserved-event";

const CLIENT_MESSAGES: ReadonlyMap<string, Handler> = new Map<
  string,
  Handler
>([
  ...[...SERVER_EVENTS].map((event): [string, Handler] => [event, reserved]),
  ["info", takeInfo],
  ["leave", leave],
  ["ping", answerPing],
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
