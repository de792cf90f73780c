/**
 * Messages between processes. An entry is JSON: version, sender, number of the
 * entry, and the messages of one tick, each an array that begins with its kind.
 *
 * A session is the stay of one socket at one owner under one fencing number.
 * Its number is chosen by the process that has the socket and used once, so
 * what an earlier owner still delivers names no session and is dropped.
 *
 * @module
 */
import * as v from "valibot";
import * as CLOSE from "../close_codes.ts";
import type { CloseCode, LeaveReason } from "../protocol.ts";
import type { RoomInvitation } from "../room/invitation.ts";
import type { PublicRoster } from "../room/roster.ts";
import type { ClientInfo } from "../room/seat.ts";

/** Version of the format. Processes of another version are not understood. */
const FORMAT_VERSION = 1;

/** Longest text of a message, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 2_000_000;

/** What a socket joins with: its parameters, and what was seen of the client. */
export interface ForwardedJoinData {
  /** Fencing number under which the receiver has to own the room. */
  readonly fence: number;
  /** Name of the room, or null for the default room. */
  readonly room: string | null;
  /** Resume token, or null for a new seat. */
  readonly resumeToken: string | null;
  /** See `JoinParameters`; `none` for Infinity. */
  readonly receivedCount: number | "none" | null;
  /** Members beyond which the client does not want to join, or null. */
  readonly maxMembers: number | null;
  /** True for clients that count received messages. */
  readonly countsReceived: boolean;
  /** Which of the sockets of its page this is; null when the page does not count. */
  readonly attempt?: string | null | undefined;
  /** Who is at the other end of the socket. */
  readonly client: ClientInfo;
  /** The invitation, which the sender has verified. */
  readonly invitation?: RoomInvitation | undefined;
}

/** One message between processes: its kind, the session, and the rest. */
export type ProcessMessage =
  /** A socket joins the room with this key. */
  | readonly ["join", number, string, ForwardedJoinData]
  /** A message of the client. */
  | readonly ["message", number, string]
  /** The socket is gone. */
  | readonly ["detach", number, LeaveReason]
  /** A message to the clients of these sessions. */
  | readonly ["deliver", readonly number[], string]
  /** The owner closes the socket. */
  | readonly ["close", number, CloseCode, string]
  /** The client has to answer soon. */
  | readonly ["check", number]
  /** The process of the socket stops; the client comes again after so many ms. */
  | readonly ["closing", number, number]
  /** Number of messages of the session that the owner has handled. */
  | readonly ["handled", number, number]
  /**
   * The owner does not have this session, or the room, any more: number of its
   * messages that it has handled, or null when it does not know.
   */
  | readonly ["lost", number, number | null]
  /** Entries before the one with this number did not arrive. */
  | readonly ["missing", number]
  /** Asks for the public roster of the room with this key. */
  | readonly ["roster", number, string]
  /** The answer. */
  | readonly ["roster-is", number, PublicRoster];

const session = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH));
const shortText = v.pipe(v.string(), v.maxLength(4096));
const optionalText = v.nullable(shortText);
const count = v.pipe(v.number(), v.minValue(0));
const optionalCount = v.nullable(count);
const CLOSE_CODES: ReadonlySet<number> = new Set(Object.values(CLOSE));

const joinSchema = v.object({
  fence: v.pipe(v.number(), v.safeInteger()),
  room: optionalText,
  resumeToken: optionalText,
  receivedCount: v.nullable(v.union([
    v.pipe(v.number(), v.minValue(0)),
    v.literal("none"),
  ])),
  maxMembers: optionalCount,
  countsReceived: v.boolean(),
  attempt: v.nullish(shortText),
  client: v.object({
    address: shortText,
    quotaKey: shortText,
    host: shortText,
    isDirect: v.boolean(),
    isForwarded: v.boolean(),
  }),
  invitation: v.optional(v.object({
    room: shortText,
    isHost: v.boolean(),
    expiresMs: v.number(),
    once: v.nullable(v.object({ id: shortText, client: optionalText })),
  })),
});

const rosterSchema = v.object({
  room: optionalText,
  members: v.pipe(
    v.array(v.object({ name: shortText })),
    v.maxLength(1000),
  ),
});

const SCHEMAS: Readonly<
  Record<ProcessMessage[0], v.GenericSchema<unknown, ProcessMessage>>
> = {
  "join": v.tuple([v.literal("join"), session, shortText, joinSchema]),
  "message": v.tuple([v.literal("message"), session, text]),
  "detach": v.tuple([
    v.literal("detach"),
    session,
    v.picklist(["left", "closed", "timeout", "kicked", "policy"]),
  ]),
  "deliver": v.tuple([v.literal("deliver"), v.array(session), text]),
  "close": v.tuple([
    v.literal("close"),
    session,
    v.custom<CloseCode>((code) => CLOSE_CODES.has(Number(code))),
    shortText,
  ]),
  "check": v.tuple([v.literal("check"), session]),
  "closing": v.tuple([v.literal("closing"), session, count]),
  "handled": v.tuple([v.literal("handled"), session, count]),
  "lost": v.tuple([v.literal("lost"), session, v.nullable(count)]),
  "missing": v.tuple([v.literal("missing"), session]),
  "roster": v.tuple([v.literal("roster"), session, shortText]),
  "roster-is": v.tuple([v.literal("roster-is"), session, rosterSchema]),
};

/** Messages of one tick from one process to another. */
export interface ProcessEntry {
  /** Id of the sender. */
  readonly from: string;
  /** Number of the entry among those of this sender to this receiver, from 1. */
  readonly sequence: number;
  /** In the order in which they were sent. */
  readonly messages: readonly ProcessMessage[];
}

const envelopeSchema = v.tuple([
  v.literal(FORMAT_VERSION),
  v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  session,
  v.array(v.looseTuple([v.string()])),
]);

/** Writes an entry. */
export function encodeEntry(
  { from, sequence, messages }: ProcessEntry,
): string {
  return JSON.stringify([FORMAT_VERSION, from, sequence, messages]);
}

/** Reads an entry; null when it is malformed or of another version. */
export function decodeEntry(entry: string): ProcessEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(entry);
  } catch {
    return null;
  }
  const envelope = v.safeParse(envelopeSchema, value);
  if (!envelope.success) return null;
  const [, from, sequence, items] = envelope.output;
  const messages: ProcessMessage[] = [];
  for (const item of items) {
    const message = decodeMessage(item);
    if (message === null) return null;
    messages.push(message);
  }
  return { from, sequence, messages };
}

function decodeMessage(item: readonly unknown[]): ProcessMessage | null {
  const [kind] = item;
  const schema = isKind(kind) ? SCHEMAS[kind] : null;
  const result = schema === null ? null : v.safeParse(schema, item);
  return result?.success ? result.output : null;
}

function isKind(kind: unknown): kind is ProcessMessage[0] {
  return typeof kind === "string" && Object.hasOwn(SCHEMAS, kind);
}
