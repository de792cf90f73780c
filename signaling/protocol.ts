/**
 * The messages of `/socket`, shared by server and browser.
 *
 * Every message is a JSON object `{ event, data?, to?, from? }` in a text
 * frame. PROTOCOL.md describes the same; a test compares the two.
 *
 * @module
 */
import type * as CLOSE from "./close_codes.ts";

/** Subprotocol of clients that accept several messages, one per line, in a frame. */
export const SUBPROTOCOL = "maru.v1";

/** Room of a client that names none. It has no lock and no hosts. */
export const DEFAULT_ROOM = "lobby";

/** Members that Maru's own page allows in a call: more overload a mesh. */
export const PAGE_MAX_MEMBERS = 8;

/** Largest `info` of a member, in bytes of its JSON. */
export const MAX_INFO_BYTES = 2048;

/** Longest name of a knock, in UTF-16 code units. */
export const MAX_KNOCK_NAME_LENGTH = 100;

/** What a member publishes about itself; the server keeps it for newcomers. */
export type MemberInfo = Readonly<Record<string, unknown>>;

/** A member as the roster lists it. */
export interface Member {
  /** Assigned by the server; unique on it. */
  readonly id: string;
  /** As the member sent it; `{}` before. */
  readonly info: MemberInfo;
}

/** One entry of `RTCConfiguration.iceServers`, as W3C webrtc-pc §4.2.4 has it. */
export interface IceServerConfig {
  /** STUN or TURN URLs (RFC 7064, RFC 7065). */
  readonly urls: readonly string[];
  /** User name for TURN. */
  readonly username?: string;
  /** Password for TURN. */
  readonly credential?: string;
}

/** Body of `/ice`, of `ice-servers`, and part of `welcome`. */
export interface IceServerList {
  /** For `RTCConfiguration.iceServers`. */
  readonly iceServers: readonly IceServerConfig[];
  /** Seconds for which the credentials can be used to allocate. */
  readonly ttlSeconds: number;
}

/** Limits that a client must keep, sent in `welcome`. */
export interface ClientLimits {
  /** Size of a message, over all its fragments. */
  readonly maxMessageBytes: number;
  /** Size of `info` as JSON. */
  readonly maxInfoBytes: number;
  /** Rate of messages. */
  readonly messagesPerSecond: number;
  /** Rate of bytes on the wire. */
  readonly bytesPerSecond: number;
  /** Members of a room. */
  readonly maxRoomMembers: number;
  /** Grace time: how long a seat outlives its socket. */
  readonly resumeSeconds: number;
}

/** Why a seat has ended. A page treats reasons that it does not know as `timeout`. */
export type LeaveReason =
  /** The member left: `leave`, or a close frame with 1000 or no code. */
  | "left"
  /** Its page was closed and not opened again. */
  | "closed"
  /** Its socket was lost and did not come back within the grace time. */
  | "timeout"
  /** A host removed it. */
  | "kicked"
  /** It exceeded a limit or broke the protocol. */
  | "policy";

/** A client that knocks at a locked room. */
export interface Knocker {
  /** Also the id of the member after admission. */
  readonly id: string;
  /** As the client gave it. */
  readonly name: string;
}

/** Lock and hosts of a room. The default room is never locked and has no hosts. */
export interface RoomRules {
  /** True when newcomers have to knock. */
  readonly locked: boolean;
  /** Ids of the members who may mute, remove, name hosts and end the room. */
  readonly hosts: readonly string[];
}

/** How a knock ended. */
export type KnockEndReason = "admitted" | "refused" | "gone" | "expired";

/** Data of each message of the server itself; these carry no `from`. */
export interface ServerEvents {
  /** First message of a seat, new or resumed. */
  readonly "welcome": IceServerList & RoomRules & {
    readonly id: string;
    readonly room: string;
    /** The others, in the order in which they joined. */
    readonly peers: readonly Member[];
    /** Clients in the waiting room. */
    readonly knocks: readonly Knocker[];
    /** Ids of the members with a raised hand, in the order in which they raised it. */
    readonly hands: readonly string[];
    /** Token for `?resume=`, to resume this seat. */
    readonly resume: string;
    /**
     * True when the seat was resumed and nothing is missing: the messages sent
     * meanwhile follow. False starts a new count of received messages.
     */
    readonly resumed: boolean;
    readonly limits: ClientLimits;
  };
  /** A member has a new seat. */
  readonly "peer-joined": Member;
  /** A seat has ended. */
  readonly "peer-left": { readonly id: string; readonly reason: LeaveReason };
  /** A member sent `info`. */
  readonly "peer-info": Member;
  /** Fresh ICE servers, before the last ones expire. */
  readonly "ice-servers": IceServerList;
  /** A message, or the client itself, was refused. */
  readonly "error": { readonly code: ErrorCode; readonly message: string };
  /** Answer to `ping`; `received` as the client sent it. */
  readonly "pong": { readonly received: number | null };
  /** The rules changed; `resume` replaces the last token. */
  readonly "room": RoomRules & { readonly resume: string };
  /** A client in the waiting room gave its name. */
  readonly "knock": Knocker;
  /** A knock has ended. */
  readonly "knock-ended": {
    readonly id: string;
    readonly reason: KnockEndReason;
    /** Id of the member who answered, or null. */
    readonly by: string | null;
  };
  /** Instead of `welcome`: the client sends `knock` and waits. */
  readonly "locked": { readonly room: string; readonly waitSeconds: number };
  /** A host asks the page to turn its microphone off. */
  readonly "muted": { readonly by: string };
  /** The server stops: the client closes its socket and resumes its seat. */
  readonly "server-closing": {
    /**
     * Milliseconds to wait before opening another socket. Null when the server
     * has restarted since: the message only counts.
     */
    readonly delayMs: number | null;
  };
  /** A text of the operator of the server, to all members or to this one only. */
  readonly "operator-message": {
    readonly text: string;
    readonly isPrivate: boolean;
  };
  /** A hand was raised or lowered. */
  readonly "hands": {
    /** Ids of the members with a raised hand, in the order in which they raised it. */
    readonly hands: readonly string[];
    /** Id of the member who raised or lowered it, or who left. */
    readonly by: string;
  };
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
  /** Any name except those of {@linkcode ServerEvents}. */
  readonly event: string;
  /** As the sender wrote it. */
  readonly data?: unknown;
  /** Id of the receiver; absent when all members receive it. */
  readonly to?: string;
  /** Id of the sender. */
  readonly from: string;
}

/** How a page reached another member, without any address. */
export interface ConnectionReport {
  /** From browser to browser, or through a TURN relay. */
  readonly route: "direct" | "relayed";
  /** Transport of this page: to the other page, or to its relay. */
  readonly transport: "udp" | "tcp" | "tls";
  /** From pressing Join to the first media of that member; null without any. */
  readonly mediaMs: number | null;
}

/** Data of the messages that name another member or a knock. */
export interface TargetData {
  /** Id of the member or the knock. */
  readonly id: string;
}

/**
 * Data of each message that a client sends to the server itself. Their schemas
 * are in `message/client_messages.ts`.
 */
export interface ClientEvents {
  /**
   * Joins on a socket with `join=later`. The fields are those of the query;
   * null for what is missing.
   */
  readonly "join": {
    readonly room: string | null;
    readonly resume: string | null;
    readonly received: number | "none" | null;
    readonly max: number | null;
    /** Token of an invitation; ignored with `resume`. */
    readonly invitation: string | null;
  };
  /** Replaces the info of the member. */
  readonly "info": MemberInfo;
  /**
   * A `maru.v1` client counts each message that it receives except `welcome`,
   * `error` and `pong`, and reports the count here. Null for other clients.
   */
  readonly "ping": { readonly received: number | null };
  /** Ends the seat, or the knock. */
  readonly "leave": unknown;
  /** Gives the name of a knock. */
  readonly "knock": { readonly name: string };
  /** Locks or unlocks the room. */
  readonly "lock": { readonly locked: boolean };
  /** Gives a knock its seat. */
  readonly "admit": TargetData;
  /** Ends a knock. */
  readonly "refuse": TargetData;
  /** Names another host. */
  readonly "host": TargetData;
  /** Asks a member to mute its microphone. */
  readonly "mute": TargetData;
  /** Raises or lowers the own hand. */
  readonly "hand": { readonly raised: boolean };
  /** Lowers the hand of another member. */
  readonly "lower-hand": TargetData;
  /** Removes a member. */
  readonly "remove": TargetData;
  /** Ends the room. */
  readonly "end": unknown;
  /** Tells the operator how a connection was made. */
  readonly "connection-report": ConnectionReport;
}

/** Name of a message that a client sends to the server itself. */
export type ClientEvent = keyof ClientEvents;

/** Events that a client may not send to others. */
export const SERVER_EVENTS: ReadonlySet<string> = new Set<ServerEvent>([
  "welcome",
  "peer-joined",
  "peer-left",
  "peer-info",
  "ice-servers",
  "error",
  "pong",
  "server-closing",
  "room",
  "knock",
  "knock-ended",
  "locked",
  "muted",
  "operator-message",
  "hands",
]);

/**
 * Names of {@linkcode ServerEvents} that have no meaning in the default room
 * and are relayed there, since an application may use them.
 */
export const ROOM_EVENTS: ReadonlySet<string> = new Set<ServerEvent>([
  "room",
  "knock",
  "knock-ended",
  "locked",
  "muted",
  "hands",
]);

/**
 * Codes of `error` with their messages. The connection stays open unless a
 * close code of the same name follows.
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
  "room-busy":
    "The room sends more bytes per second than allowed: try again in a second",
  "too-many-changes": "The room was unlocked too often: try again in a second",
  "not-host": "Only a host of the room can do this",
  "unknown-knock": "No one waiting to join this room has the id in `data`",
  "not-admitted":
    "Not in the room yet: only `join` is accepted, or while knocking `knock`, `ping` and `leave`",
  "too-many-knocks":
    "Too many are waiting to join this room, or from your address",
  "knock-refused": "A member of the room denied the request to join",
  "knock-expired": "No one in the room answered the request to join",
  "removed": "A host removed you from the room",
  "room-ended": "A host ended the call for everyone",
  "locked-out": "The room is empty now: join again",
  "invitation-needed": "This room can only be opened with an invitation",
  "bad-invitation": "The invitation is invalid",
  "invitation-expired": "The invitation has expired",
  "invitation-early": "The invitation is not valid yet",
  "invitation-used": "The invitation has already been used",
  "invitation-other-room": "The invitation is for another room",
} as const satisfies Record<string, string>;

/** Code of an `error` message. */
export type ErrorCode = keyof typeof ERROR_MESSAGES;

/**
 * Close code of a client that replaces a silent socket and resumes its seat:
 * any code except 1000, 1001 and none keeps the seat.
 */
export const CLIENT_RECONNECT_CLOSE_CODE = 4100;

/**
 * Close code of a page that is closed or reloaded: the seat waits for a reload.
 * 1001 means the same.
 */
export const CLIENT_AWAY_CLOSE_CODE = 4101;

/** One of the close codes that the server uses. */
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
