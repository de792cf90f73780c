/**
 * What someone who waits before a locked room may say: its name, once, and
 * that it gives up.
 *
 * @module
 */
import { readField } from "../message/envelope.ts";
import type { Hub } from "../hub.ts";
import type { Knock } from "../waiting_room/knock.ts";
import { announceKnock } from "../waiting_room/waiting_room.ts";
import { CLOSE, type ErrorCode, MAX_KNOCK_NAME_LENGTH } from "../protocol.ts";
import type { ReceivedMessage } from "./handler.ts";

/** Takes the name and tells the room; a second one changes nothing. */
export function handleKnock(
  hub: Hub,
  knock: Knock,
  { envelope }: ReceivedMessage,
): ErrorCode | null {
  const name = readKnockName(envelope.data);
  if (name === null) return "bad-data";
  if (knock.name === null) announceKnock(hub, knock, name);
  return null;
}

/** Ends the wait. */
export function handleKnockerLeave(
  hub: Hub,
  knock: Knock,
  { nowMs }: ReceivedMessage,
): null {
  hub.detachKnock(knock, nowMs);
  knock.close(CLOSE.normal, "left");
  return null;
}

function readKnockName(data: unknown): string | null {
  const name = readField(data, "name");
  return typeof name === "string" && name.length <= MAX_KNOCK_NAME_LENGTH
    ? name
    : null;
}
