/**
 * What someone who waits before a locked room may say: its name, once, and
 * that it gives up.
 *
 * @module
 */
import { fieldOf } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { announce } from "../waiting_room/waiting_room.ts";
import { CLOSE, type ErrorCode, MAX_KNOCK_NAME } from "../protocol.ts";
import type { Received } from "./handler.ts";

/** Takes the name and tells the room; a second one changes nothing. */
export function sayName(
  hub: Hub,
  knock: Knock,
  { envelope }: Received,
): ErrorCode | null {
  const name = nameIn(envelope.data);
  if (name === null) return "bad-data";
  if (knock.name === null) announce(hub, knock, name);
  return null;
}

/** Ends the wait. */
export function giveUp(hub: Hub, knock: Knock, { nowMs }: Received): null {
  hub.detachKnock(knock, nowMs);
  knock.close(CLOSE.normal, "left");
  return null;
}

function nameIn(data: unknown): string | null {
  const name = fieldOf(data, "name");
  return typeof name === "string" && name.length <= MAX_KNOCK_NAME
    ? name
    : null;
}
