/**
 * Reads what arrives on the signaling socket into typed messages. What does
 * not have the promised shape is dropped here, so the rest need not doubt it.
 *
 * @module
 */
import {
  type ClientLimits,
  ERROR_MESSAGES,
  type ErrorCode,
  type IceServerConfig,
  type IceServerList,
  type Knocker,
  type LeaveReason,
  type Member,
  type RelayedMessage,
  type RoomRules,
  type ServerEvents,
  type ServerMessage,
} from "../../../signaling/protocol.ts";

type UnknownRecord = Readonly<Record<string, unknown>>;

/** The fields of a JSON object, or null when `value` is none. */
export function asRecord(value: unknown): UnknownRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : null;
}

/** Any message that arrives on the socket. */
export type InboundMessage = ServerMessage | RelayedMessage;

/**
 * Messages of one frame: one JSON object a line, in order. A message that this
 * page does not know is null, since it counts as received all the same.
 */
export function parseFrame(frame: string): (InboundMessage | null)[] {
  return frame.split("\n").filter((line) => line.trim() !== "")
    .map(parseMessage);
}

function parseMessage(line: string): InboundMessage | null {
  const message = asRecord(parseJson(line));
  if (!message || typeof message.event !== "string") return null;
  const { event, data, from } = message;
  if (typeof from === "string") return { event, data, from };
  return decodeServerMessage(event, asRecord(data) ?? {});
}

/** Messages that are not part of the count of `ping` and `resume`. */
const UNCOUNTED_EVENTS: ReadonlySet<string> = new Set([
  "welcome",
  "error",
  "pong",
]);

/** True when a message counts as received (see `Ping`). */
export function isCountedAsReceived(message: InboundMessage | null): boolean {
  return message === null || message.from !== undefined ||
    !UNCOUNTED_EVENTS.has(message.event);
}

/** The value of a JSON text, or null when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function decodeServerMessage(
  event: string,
  fields: UnknownRecord,
): ServerMessage | null {
  switch (event) {
    case "welcome":
      return wrapEvent(event, readWelcome(fields));
    case "peer-joined":
    case "peer-info":
      return wrapEvent(event, readMember(fields));
    case "peer-left":
      return typeof fields.id === "string"
        ? {
          event,
          data: { id: fields.id, reason: readLeaveReason(fields.reason) },
        }
        : null;
    case "pong":
      return {
        event,
        data: {
          received: typeof fields.received === "number"
            ? fields.received
            : null,
        },
      };
    case "ice-servers":
      return { event, data: readIceConfig(fields) };
    case "room":
      return {
        event,
        data: { ...readRules(fields), resume: stringOrEmpty(fields.resume) },
      };
    case "knock":
      return wrapEvent(event, readKnocker(fields));
    case "knock-ended":
      return wrapEvent(event, readKnockEnd(fields));
    case "locked":
      return {
        event,
        data: {
          room: stringOrEmpty(fields.room),
          waitSeconds: positiveOr(fields.waitSeconds, 120),
        },
      };
    case "muted":
      return { event, data: { by: stringOrEmpty(fields.by) } };
    case "error":
      return isErrorCode(fields.code)
        ? {
          event,
          data: { code: fields.code, message: stringOrEmpty(fields.message) },
        }
        : null;
  }
  return null;
}

function wrapEvent<E extends string, D>(
  event: E,
  data: D | null,
): { event: E; data: D } | null {
  return data && { event, data };
}

function readWelcome(fields: UnknownRecord): ServerEvents["welcome"] | null {
  if (typeof fields.id !== "string") return null;
  return {
    id: fields.id,
    room: stringOrEmpty(fields.room),
    peers: readList(fields.peers, readMember),
    knocks: readList(fields.knocks, readKnocker),
    ...readRules(fields),
    resume: stringOrEmpty(fields.resume),
    resumed: fields.resumed === true,
    limits: readWireLimits(asRecord(fields.limits) ?? {}),
    ...readIceConfig(fields),
  };
}

function readMember(fields: UnknownRecord): Member | null {
  if (typeof fields.id !== "string") return null;
  return { id: fields.id, info: asRecord(fields.info) ?? {} };
}

/** A reason that this page does not know is treated like `timeout`. */
function readLeaveReason(value: unknown): LeaveReason {
  return value === "left" || value === "kicked" || value === "policy"
    ? value
    : "timeout";
}

function readRules(fields: UnknownRecord): RoomRules {
  const hosts = Array.isArray(fields.hosts) ? fields.hosts : [];
  return {
    locked: fields.locked === true,
    hosts: hosts.filter((id) => typeof id === "string"),
  };
}

function readKnocker(fields: UnknownRecord): Knocker | null {
  const { id, name } = fields;
  return typeof id === "string" ? { id, name: stringOrEmpty(name) } : null;
}

function readKnockEnd(
  fields: UnknownRecord,
): ServerEvents["knock-ended"] | null {
  const { id, reason, by } = fields;
  if (typeof id !== "string") return null;
  const isAnswer = reason === "admitted" || reason === "refused" ||
    reason === "expired";
  return {
    id,
    reason: isAnswer ? reason : "gone",
    by: typeof by === "string" ? by : null,
  };
}

function readList<T>(
  value: unknown,
  read: (fields: UnknownRecord) => T | null,
): readonly T[] {
  return (Array.isArray(value) ? value : [])
    .map((entry) => read(asRecord(entry) ?? {}))
    .filter((entry) => entry !== null);
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(ERROR_MESSAGES, value);
}

function readWireLimits(fields: UnknownRecord): ClientLimits {
  return {
    maxMessageBytes: positiveOr(fields.maxMessageBytes, 65_536),
    maxInfoBytes: positiveOr(fields.maxInfoBytes, 2048),
    messagesPerSecond: positiveOr(fields.messagesPerSecond, 50),
    bytesPerSecond: positiveOr(fields.bytesPerSecond, 65_536),
    maxRoomMembers: positiveOr(fields.maxRoomMembers, 8),
    resumeSeconds: positiveOr(fields.resumeSeconds, 30),
  };
}

/** ICE servers of `/ice`, `welcome` and `ice-servers`; bad entries are left out. */
export function readIceConfig(fields: UnknownRecord): IceServerList {
  const list = Array.isArray(fields.iceServers) ? fields.iceServers : [];
  return {
    iceServers: list.map(readIceServer).filter((server) => server !== null),
    ttlSeconds: positiveOr(fields.ttlSeconds, 3600),
  };
}

function readIceServer(value: unknown): IceServerConfig | null {
  const fields = asRecord(value);
  if (!fields) return null;
  const list = Array.isArray(fields.urls) ? fields.urls : [fields.urls];
  const hasCredential = typeof fields.username === "string" &&
    typeof fields.credential === "string";
  // A browser throws on an address that it does not know.
  const known = hasCredential ? /^(stuns?|turns?):./ : /^stuns?:./;
  const urls = list.filter((url) => typeof url === "string")
    .filter((url) => known.test(url));
  if (urls.length === 0) return null;
  return {
    urls,
    ...(typeof fields.username === "string"
      ? { username: fields.username }
      : {}),
    ...(typeof fields.credential === "string"
      ? { credential: fields.credential }
      : {}),
  };
}

function stringOrEmpty(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function positiveOr(value: unknown, fallback: number): number {
  return typeof value === "number" && value > 0 ? value : fallback;
}
