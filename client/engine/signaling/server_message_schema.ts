/**
 * Schema of each message that the server sends, checked against the types of
 * `signaling/protocol.ts`. Missing and malformed fields get a default where
 * there is a harmless one, so that an older or newer server still works.
 *
 * @module
 */
import * as v from "valibot";
import {
  type ClientLimits,
  type IceServerConfig,
  type IceServerList,
  type ServerEvent,
  type ServerMessage,
} from "../../../signaling/protocol.ts";
import { asRecord, type UnknownRecord } from "../json.ts";

const text = v.fallback(v.string(), "");
const flag = v.fallback(
  v.pipe(v.unknown(), v.transform((value) => value === true)),
  false,
);

/** Fields of an object; none of any other value. */
const record = v.pipe(
  v.unknown(),
  v.transform((value) => asRecord(value) ?? {}),
);

function positive(fallback: number) {
  return v.fallback(v.pipe(v.number(), v.check((n) => n > 0)), fallback);
}

/** A list without its malformed entries. */
function listOf<T>(entry: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.fallback(v.array(v.unknown()), []),
    v.transform((values) =>
      values.flatMap((value) => {
        const { success, output } = v.safeParse(entry, value);
        return success ? [output] : [];
      })
    ),
  );
}

const member = v.object({ id: v.string(), info: v.fallback(record, {}) });
const knocker = v.object({ id: v.string(), name: text });
const roomRules = { locked: flag, hosts: listOf(v.string()) };

/** Browsers throw on a URL with another scheme, or of TURN without a credential. */
const STUN_URL = /^stuns?:./;
const STUN_OR_TURN_URL = /^(stuns?|turns?):./;

const iceServer = v.pipe(
  v.object({ urls: v.unknown(), username: text, credential: text }),
  v.transform(({ urls, username, credential }): IceServerConfig => {
    const hasCredential = username !== "" && credential !== "";
    const pattern = hasCredential ? STUN_OR_TURN_URL : STUN_URL;
    return {
      urls: [urls].flat().filter((url) => typeof url === "string")
        .filter((url) => pattern.test(url)),
      ...(hasCredential ? { username, credential } : {}),
    };
  }),
  v.check(({ urls }) => urls.length > 0),
);

const iceServerList = {
  iceServers: listOf(iceServer),
  ttlSeconds: positive(3600),
};

/** Limits of a server that sends none. */
const DEFAULT_LIMITS: ClientLimits = {
  maxMessageBytes: 65_536,
  maxInfoBytes: 2048,
  messagesPerSecond: 50,
  bytesPerSecond: 65_536,
  maxRoomMembers: 8,
  resumeSeconds: 30,
};

/**
 * Every error code. `ERROR_MESSAGES` has them too, but its sentences would be
 * part of the page.
 */
const ERROR_CODES = [
  "bad-message",
  "bad-info",
  "reserved-event",
  "unknown-peer",
  "bad-room",
  "bad-resume",
  "room-full",
  "too-many-rooms",
  "too-many-connections",
  "too-many-from-address",
  "too-fast",
  "too-slow",
  "too-big",
  "bad-data",
  "room-busy",
  "too-many-changes",
  "not-host",
  "unknown-knock",
  "not-admitted",
  "too-many-knocks",
  "knock-refused",
  "knock-expired",
  "removed",
  "room-ended",
  "locked-out",
  "invitation-needed",
  "bad-invitation",
  "invitation-expired",
  "invitation-early",
  "invitation-used",
  "invitation-other-room",
] as const;

const errorCode = v.picklist(ERROR_CODES);

const limits = v.fallback(
  v.object({
    maxMessageBytes: positive(DEFAULT_LIMITS.maxMessageBytes),
    maxInfoBytes: positive(DEFAULT_LIMITS.maxInfoBytes),
    messagesPerSecond: positive(DEFAULT_LIMITS.messagesPerSecond),
    bytesPerSecond: positive(DEFAULT_LIMITS.bytesPerSecond),
    maxRoomMembers: positive(DEFAULT_LIMITS.maxRoomMembers),
    resumeSeconds: positive(DEFAULT_LIMITS.resumeSeconds),
  }),
  DEFAULT_LIMITS,
);

/** Schema of a message; missing data counts as `{}`. */
function message<E extends ServerEvent, T>(
  event: E,
  data: v.GenericSchema<UnknownRecord, T>,
) {
  return v.object({ event: v.picklist([event]), data: v.pipe(record, data) });
}

/** Schema of each message, by its event. */
export const SERVER_MESSAGE_SCHEMAS: Readonly<
  Record<ServerEvent, v.GenericSchema<unknown, ServerMessage>>
> = {
  "welcome": message(
    "welcome",
    v.object({
      id: v.string(),
      room: text,
      peers: listOf(member),
      knocks: listOf(knocker),
      hands: listOf(v.string()),
      ...roomRules,
      resume: text,
      resumed: flag,
      limits,
      ...iceServerList,
    }),
  ),
  "peer-joined": message("peer-joined", member),
  "peer-info": message("peer-info", member),
  "peer-left": message(
    "peer-left",
    v.object({
      id: v.string(),
      /** An unknown reason of another version counts as a lost connection. */
      reason: v.fallback(
        v.picklist(["left", "closed", "timeout", "kicked", "policy"]),
        "timeout",
      ),
    }),
  ),
  "ice-servers": message("ice-servers", v.object(iceServerList)),
  "error": message("error", v.object({ code: errorCode, message: text })),
  "pong": message(
    "pong",
    v.object({ received: v.fallback(v.nullable(v.number()), null) }),
  ),
  "server-closing": message(
    "server-closing",
    v.object({ delayMs: v.fallback(v.nullable(v.number()), null) }),
  ),
  "room": message("room", v.object({ ...roomRules, resume: text })),
  "knock": message("knock", knocker),
  "knock-ended": message(
    "knock-ended",
    v.object({
      id: v.string(),
      reason: v.fallback(
        v.picklist(["admitted", "refused", "gone", "expired"]),
        "gone",
      ),
      by: v.fallback(v.nullable(v.string()), null),
    }),
  ),
  "locked": message(
    "locked",
    v.object({ room: text, waitSeconds: positive(120) }),
  ),
  "muted": message("muted", v.object({ by: text })),
  "operator-message": message(
    "operator-message",
    v.object({ text, isPrivate: v.fallback(v.boolean(), false) }),
  ),
  "hands": message(
    "hands",
    v.object({ hands: listOf(v.string()), by: text }),
  ),
};

const ICE_SERVER_LIST_SCHEMA = v.object(iceServerList);

/** ICE servers of `/ice`, or null when the answer is malformed. */
export function readIceServerList(answer: unknown): IceServerList | null {
  const { success, output } = v.safeParse(ICE_SERVER_LIST_SCHEMA, answer);
  return success ? output : null;
}
