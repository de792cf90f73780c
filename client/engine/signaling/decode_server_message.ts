/**
 * Reads what arrives on the signaling socket into typed messages. What does
 * not have the promised shape is dropped here, so the rest need not doubt it.
 *
 * @module
 */
import {
  type ErrorCode,
  ERRORS,
  type IceConfig,
  type IceServer,
  type Knocker,
  type LeaveReason,
  type Member,
  type RelayedMessage,
  type RoomRules,
  type ServerEvents,
  type ServerMessage,
  type WireLimits,
} from "../../../signaling/protocol.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object, or null when `value` is none. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : null;
}

/** Any message that arrives on the socket. */
export type Incoming = ServerMessage | RelayedMessage;

/**
 * Messages of one frame: one JSON object a line, in order. A message that this
 * page does not know is null, since it counts as received all the same.
 */
export function parseFrame(frame: string): (Incoming | null)[] {
  return frame.split("\n").filter((line) => line.trim() !== "")
    .map(parseMessage);
}

function parseMessage(line: string): Incoming | null {
  const message = fieldsOf(parseJson(line));
  if (!message || typeof message.event !== "string") return null;
  const { event, data, from } = message;
  if (typeof from === "string") return { event, data, from };
  return serverMessage(event, fieldsOf(data) ?? {});
}

/** Messages that are not part of the count of `ping` and `resume`. */
const UNCOUNTED: ReadonlySet<string> = new Set(["welcome", "error", "pong"]);

/** True when a message counts as received (see `Ping`). */
export function isCounted(message: Incoming | null): boolean {
  return message === null || message.from !== undefined ||
    !UNCOUNTED.has(message.event);
}

/** The value of a JSON text, or null when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function serverMessage(event: string, fields: Fields): ServerMessage | null {
  switch (event) {
    case "welcome":
      return wrap(event, readWelcome(fields));
    case "peer-joined":
    case "peer-info":
      return wrap(event, readMember(fields));
    case "peer-left":
      return typeof fields.id === "string"
        ? { event, data: { id: fields.id, reason: readReason(fields.reason) } }
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
        data: { ...readRules(fields), resume: text(fields.resume) },
      };
    case "knock":
      return wrap(event, readKnocker(fields));
    case "knock-ended":
      return wrap(event, readKnockEnd(fields));
    case "locked":
      return {
        event,
        data: {
          room: text(fields.room),
          waitSeconds: count(fields.waitSeconds, 120),
        },
      };
    case "muted":
      return { event, data: { by: text(fields.by) } };
    case "error":
      return isErrorCode(fields.code)
        ? { event, data: { code: fields.code, message: text(fields.message) } }
        : null;
  }
  return null;
}

function wrap<E extends string, D>(
  event: E,
  data: D | null,
): { event: E; data: D } | null {
  return data && { event, data };
}

function readWelcome(fields: Fields): ServerEvents["welcome"] | null {
  if (typeof fields.id !== "string") return null;
  return {
    id: fields.id,
    room: text(fields.room),
    peers: listOf(fields.peers, readMember),
    knocks: listOf(fields.knocks, readKnocker),
    ...readRules(fields),
    resume: text(fields.resume),
    resumed: fields.resumed === true,
    limits: readLimits(fieldsOf(fields.limits) ?? {}),
    ...readIceConfig(fields),
  };
}

function readMember(fields: Fields): Member | null {
  if (typeof fields.id !== "string") return null;
  return { id: fields.id, info: fieldsOf(fields.info) ?? {} };
}

function readReason(value: unknown): LeaveReason {
  return value === "lost" || value === "removed" || value === "expelled"
    ? value
    : "left";
}

function readRules(fields: Fields): RoomRules {
  const hosts = Array.isArray(fields.hosts) ? fields.hosts : [];
  return {
    locked: fields.locked === true,
    hosts: hosts.filter((id) => typeof id === "string"),
  };
}

function readKnocker(fields: Fields): Knocker | null {
  const { id, name } = fields;
  return typeof id === "string" ? { id, name: text(name) } : null;
}

function readKnockEnd(fields: Fields): ServerEvents["knock-ended"] | null {
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

function listOf<T>(
  value: unknown,
  read: (fields: Fields) => T | null,
): readonly T[] {
  return (Array.isArray(value) ? value : [])
    .map((entry) => read(fieldsOf(entry) ?? {}))
    .filter((entry) => entry !== null);
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(ERRORS, value);
}

function readLimits(fields: Fields): WireLimits {
  return {
    maxMessageBytes: count(fields.maxMessageBytes, 65_536),
    maxInfoBytes: count(fields.maxInfoBytes, 2048),
    messagesPerSecond: count(fields.messagesPerSecond, 50),
    bytesPerSecond: count(fields.bytesPerSecond, 65_536),
    maxRoomMembers: count(fields.maxRoomMembers, 8),
    resumeSeconds: count(fields.resumeSeconds, 30),
  };
}

/** ICE servers of `/ice`, `welcome` and `ice-servers`; bad entries are left out. */
export function readIceConfig(fields: Fields): IceConfig {
  const list = Array.isArray(fields.iceServers) ? fields.iceServers : [];
  return {
    iceServers: list.map(readIceServer).filter((server) => server !== null),
    ttlSeconds: count(fields.ttlSeconds, 3600),
  };
}

function readIceServer(value: unknown): IceServer | null {
  const fields = fieldsOf(value);
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

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function count(value: unknown, fallback: number): number {
  return typeof value === "number" && value > 0 ? value : fallback;
}
