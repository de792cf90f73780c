/**
 * Schemas of the messages that a client sends to the server itself.
 *
 * @module
 */
import * as v from "valibot";
import {
  type ClientEvent,
  type ClientEvents,
  MAX_INFO_BYTES,
  MAX_KNOCK_NAME_LENGTH,
  type MemberInfo,
} from "../protocol.ts";

const encoder = new TextEncoder();

const target = v.object({ id: v.string() });
const optionalText = v.nullish(v.string(), null);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const SCHEMAS: {
  readonly [E in ClientEvent]: v.GenericSchema<unknown, ClientEvents[E]>;
} = {
  "join": v.object({
    room: optionalText,
    resume: optionalText,
    received: v.nullish(v.union([count, v.literal("none")]), null),
    max: v.nullish(count, null),
    invitation: optionalText,
  }),
  "info": v.custom<MemberInfo>(isMemberInfo),
  // Never refused: without a valid count it only asks for `pong`.
  "ping": v.fallback(
    v.object({ received: v.nullable(v.pipe(v.number(), v.safeInteger())) }),
    { received: null },
  ),
  "leave": v.unknown(),
  "knock": v.object({
    name: v.pipe(v.string(), v.maxLength(MAX_KNOCK_NAME_LENGTH)),
  }),
  "lock": v.object({ locked: v.boolean() }),
  "admit": target,
  "refuse": target,
  "host": target,
  "mute": target,
  "hand": v.object({ raised: v.boolean() }),
  "lower-hand": target,
  "remove": target,
  "end": v.unknown(),
  "connection-report": v.object({
    route: v.picklist(["direct", "relayed"]),
    transport: v.picklist(["udp", "tcp", "tls"]),
    mediaMs: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
  }),
};

/** Names of the messages, as PROTOCOL.md lists them. */
export const CLIENT_EVENTS: readonly string[] = Object.keys(SCHEMAS);

/** The data of a message, or null when it does not match its schema. */
export function parseClientData<E extends ClientEvent>(
  event: E,
  data: unknown,
): { readonly data: ClientEvents[E] } | null {
  const schema: v.GenericSchema<unknown, ClientEvents[E]> = SCHEMAS[event];
  const result = v.safeParse(schema, data);
  return result.success ? { data: result.output } : null;
}

function isMemberInfo(data: unknown): boolean {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return false;
  }
  try {
    return encoder.encode(JSON.stringify(data)).length <= MAX_INFO_BYTES;
  } catch {
    return false;
  }
}
