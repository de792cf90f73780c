/**
 * The wire of `/socket`: the one file that server and browser share.
 *
 * Every message is a JSON object `{ event, data?, to?, from? }` in a text
 * frame. PROTOCOL.md tells the same in words; a test holds the two together.
 *
 * @module
 */

/** Subprotocol of clients that take several messages, one a line, per frame. */
export const SUBPROTOCOL = "maru.v1";

/** The room of a client that names none: everyone on the server, as in the guide. */
export const DEFAULT_ROOM = "lobby";

/** Members that Maru's own page admits to a call; more than a mesh carries well. */
export const PAGE_MAX_MEMBERS = 8;

/** Largest `info` of a member, in bytes of its JSON. */
export const MAX_INFO_BYTES = 2048;

/** Longest name that a knocker may give, in UTF-16 code units. */
export const MAX_KNOCK_NAME_LENGTH = 100;

const ROOM_NAME_PATTERN = /^[\p{L}\p{M}\p{Nd}_-]{1,64}$/u;

/**
 * Canonical form of a room name (NFC, so that the same word typed on two
 * systems is the same room), or null when it is not 1 to 64 letters, digits,
 * `-` and `_`.
 */
export function canonicalizeRoomName(name: string): string | null {
  const canonical = name.normalize("NFC");
  return ROOM_NAME_PATTERN.test(canonical) ? canonical : null;
}

/** What a member tells about itself; kept by the server, handed to newcomers. */
export type MemberInfo = Readonly<Record<string, unknown>>;

/** A member as the roster lists it. */
export interface Member {
  /** Stamped by the server; unique on it. */
  readonly id: string;
  readonly info: MemberInfo;
}

/** One entry of `RTCConfiguration.iceServers`, as W3C webrtc-pc §4.2.4 has it. */
export interface IceServerConfig {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Body of `/ice`, of `ice-servers`, and part of `welcome`. */
export interface IceServerList {
  readonly iceServers: readonly IceServerConfig[];
  /** Seconds for which the credentials can be used to allocate. */
  readonly ttlSeconds: number;
}

/** The limits that a client must keep, told to it in `welcome`. */
export interface ClientLimits {
  readonly maxMessageBytes: number;
  readonly maxInfoBytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly maxRoomMembers: number;
  readonly resumeSeconds: number;
}

/** Why a member is gone. */
export type LeaveReason =
  /** It said so: `leave`, or a close frame with 1000 or 1001. */
  | "left"
  /** Its socket was lost and not back within the grace time. */
  | "lost"
  /** The server closed it for breaking a limit. */
  | "removed"
  /** A host put it out, or the room was locked without it. */
  | "expelled";

/** Someone who waits before a locked room. */
export interface Knocker {
  /** Also the member's id, once it is let in. */
  readonly id: string;
  /** As the knocker gave it. */
  readonly name: string;
}

/** Who may do what in a room. In the default room: open, and nobody's. */
export interface RoomRules {
  readonly locked: boolean;
  /** Ids of the members who may mute, remove, name hosts and end the room. */
  readonly hosts: readonly string[];
}

/** What became of a knock. */
export type KnockEndReason = "admitted" | "refused" | "gone" | "expired";

/** Data of each message that the server itself sends; these carry no `from`. */
export interface ServerEvents {
  readonly "welcome": IceServerList & RoomRules & {
    readonly id: string;
    readonly room: string;
    /** The others, in the order in which they joined. */
    readonly peers: readonly Member[];
    /** Who waits to be let in. */
    readonly knocks: readonly Knocker[];
    /** Token for `?resume=`, to take this seat again. */
    readonly resume: string;
    /**
     * True when the seat was taken again and nothing is missing: what was sent
     * meanwhile follows. False begins a new count of received messages.
     */
    readonly resumed: boolean;
    readonly limits: ClientLimits;
  };
  readonly "peer-joined": Member;
  readonly "peer-left": { readonly id: string; readonly reason: LeaveReason };
  readonly "peer-info": Member;
  readonly "ice-servers": IceServerList;
  readonly "error": { readonly code: ErrorCode; readonly message: string };
  readonly "pong": { readonly received: number | null };
  /** The rules changed; `resume` is a token that knows of it. */
  readonly "room": RoomRules & { readonly resume: string };
  readonly "knock": Knocker;
  readonly "knock-ended": {
    readonly id: string;
    readonly reason: KnockEndReason;
    /** The member who answered, or null. */
    readonly by: string | null;
  };
  /** In place of `welcome`: say `knock` and wait. */
  readonly "locked": { readonly room: string; readonly waitSeconds: number };
  /** A host asks the page to turn its microphone off. */
  readonly "muted": { readonly by: string };
}

/**
 * Data of `ping`. A `maru.v1` client counts each message that it gets except
 * `welcome`, `error` and `pong`; it says so here and, on coming back, in the
 * URL as `&received=N`, so that the server repeats exactly what was lost.
 */
export interface PingData {
  readonly received: number;
}

/** Name of a message that only the server may send. */
export type ServerEvent = keyof ServerEvents;

/** Any message that the server itself sends. */
export type ServerMessage = {
  readonly [E in ServerEvent]: {
    readonly event: E;
    readonly data: ServerEvents[E];
    readonly from?: undefined;
  };
}[ServerEvent];

/** A message of another member, with `from` stamped by the server. */
export interface RelayedMessage {
  readonly event: string;
  readonly data?: unknown;
  readonly to?: string;
  readonly from: string;
}

/** Messages that a client sends to the server rather than to other members. */
export type ClientEvent =
  | "info"
  | "ping"
  | "leave"
  | "knock"
  | "lock"
  | "admit"
  | "refuse"
  | "host"
  | "mute"
  | "remove"
  | "end";

/** Events that a client may not send to others: the server's own names. */
export const SERVER_EVENTS: ReadonlySet<string> = new Set<ServerEvent>([
  "welcome",
  "peer-joined",
  "peer-left",
  "peer-info",
  "ice-servers",
  "error",
  "pong",
  "room",
  "knock",
  "knock-ended",
  "locked",
  "muted",
]);

/**
 * Names of {@linkcode ServerEvents} that mean nothing in the default room and
 * are relayed there, since an application of the guide's may use them.
 */
export const ROOM_EVENTS: ReadonlySet<string> = new Set<ServerEvent>([
  "room",
  "knock",
  "knock-ended",
  "locked",
  "muted",
]);

/**
 * Codes of `error`, each with the sentence that goes with it. The connection
 * stays open unless a close code of the same name follows.
 */
export const ERROR_MESSAGES = {
  "bad-message":
    "A message must be a JSON object with a string `event` of 1 to 64 characters",
  "bad-info": `\`info\` must be an object of at most ${MAX_INFO_BYTES} bytes`,
  "reserved-event": "This event name is reserved for the server",
  "unknown-peer": "No member of this room has the id in `to`",
  "bad-room":
    "A room name must be 1 to 64 letters or digits of any script, `-` or `_`",
  "bad-resume": "The resume token is invalid: join again without it",
  "room-full": "The room is full",
  "too-many-rooms": "The server has reached its limit of rooms",
  "too-many-connections": "The server has reached its limit of connections",
  "too-many-from-address": "Your address has reached its limit of connections",
  "too-fast":
    "The connection sent more messages or bytes per second than allowed",
  "too-slow": "The connection did not read its messages fast enough",
  "too-big": "The message exceeds the size limit",
  "bad-data": "The `data` of this message is missing or invalid",
  "too-many-changes": "The room was unlocked too often: try again in a second",
  "not-host": "Only a host of the room can do this",
  "unknown-knock": "No one waiting to join this room has the id in `data`",
  "not-admitted":
    "Not admitted yet: only `knock`, `ping` and `leave` are accepted",
  "too-many-knocks":
    "Too many are waiting to join this room, or from your address",
  "knock-refused": "A member of the room denied the request to join",
  "knock-expired": "No one in the room answered the request to join",
  "removed": "A host removed you from the room",
  "room-ended": "A host ended the call for everyone",
  "locked-out": "The room is locked: send `knock` to ask to join",
} as const satisfies Record<string, string>;

/** Code of an `error` message. */
export type ErrorCode = keyof typeof ERROR_MESSAGES;

/** WebSocket close codes that the server uses (RFC 6455 §7.4; 4000 up are ours). */
export const CLOSE = {
  /** Answer to `leave` and to a client's own close. */
  normal: 1000,
  /** The client broke RFC 6455. */
  protocolError: 1002,
  /** A binary frame: this wire is text. */
  unsupportedData: 1003,
  /** A text frame that is not UTF-8. */
  invalidPayload: 1007,
  /** `too-big` */
  tooBig: 1009,
  /** A bug of the server's; logged there. */
  internalError: 1011,
  /** The server stops or restarts: come back with the resume token. */
  serviceRestart: 1012,
  /** The same seat was taken by a newer socket of the same client. */
  replaced: 4000,
  /** `bad-room` */
  badRoom: 4001,
  /** `bad-resume` */
  badResume: 4002,
  /** `room-full` */
  roomFull: 4003,
  /** `too-many-rooms`, `too-many-connections` */
  serverFull: 4004,
  /** `too-many-from-address` */
  addressFull: 4005,
  /** `too-fast` */
  tooFast: 4006,
  /** `too-slow` */
  tooSlow: 4007,
  /** No answer to the server's pings. */
  unresponsive: 4008,
  /** `too-many-knocks` */
  knocksFull: 4009,
  /** `knock-refused` */
  knockRefused: 4010,
  /** `knock-expired` */
  knockExpired: 4011,
  /** `removed` */
  removed: 4012,
  /** `room-ended` */
  roomEnded: 4013,
  /** `locked-out`: come back without the token, and knock. */
  lockedOut: 4014,
} as const;

/**
 * Close code of a client that gives up a silent socket and comes back with its
 * token: any code but 1000, 1001 and none keeps its seat.
 */
export const CLIENT_RECONNECT_CLOSE_CODE = 4100;

/** One of the close codes that the server uses. */
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
