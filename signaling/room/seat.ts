/**
 * A member's place in a room. It outlives the socket: while the member is
 * away for no longer than the grace time, the room sees nothing of it.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { CloseCode, Member, MemberInfo } from "../protocol.ts";
import { ReplayBuffer } from "./replay_buffer.ts";
import type { TokenBucket } from "../../server/net/token_bucket.ts";

/** The way out to a member: its socket. */
export interface MessageSink {
  send(message: OutgoingMessage): void;
  /** Ends the connection once what was sent before is out. */
  close(code: CloseCode, reason: string): void;
}

/** What the server saw of a client when it joined; handed on, never looked at. */
export interface ClientInfo {
  /** Address as the server sees it, without a port. */
  readonly address: string;
  /** In whose name its sockets are counted. */
  readonly quotaKey: string;
  /** Host that the browser asked for, as in a URL. */
  readonly host: string;
  /** True when the client's own TLS ends here: no proxy is in between. */
  readonly isDirect: boolean;
  /** True when a trusted proxy told the address. */
  readonly isForwarded: boolean;
}

/** How a seat is attached to a socket. */
export interface ClientConnection {
  readonly sink: MessageSink;
  readonly client: ClientInfo;
  /** True for clients that count what they receive (`maru.v1`). */
  readonly countsReceived: boolean;
}

/** One seat; the room it belongs to never changes. */
export class Seat {
  readonly id: string;
  readonly room: string;
  info: MemberInfo = {};
  /** When the socket was lost, or null while there is one. */
  lostAtMs: number | null = null;
  /** When the next `ice-servers` is due. */
  iceRenewAtMs = Infinity;
  /** How often the member may open the lock; made when it first does. */
  unlockLimiter: TokenBucket | null = null;
  /**
   * True when nobody in the room let the member in: it came by the room's name
   * alone, when there was no lock that the server knew of.
   */
  joinedUnlocked = false;
  #connection: ClientConnection;
  readonly #maxReplayBytes: number;
  #replay: ReplayBuffer;
  #countAtLoss = 0;

  constructor(
    id: string,
    room: string,
    attachment: ClientConnection,
    maxReplayBytes: number,
  ) {
    this.id = id;
    this.room = room;
    this.#connection = attachment;
    this.#maxReplayBytes = maxReplayBytes;
    this.#replay = new ReplayBuffer(maxReplayBytes);
  }

  get member(): Member {
    return { id: this.id, info: this.info };
  }

  get client(): ClientInfo {
    return this.#connection.client;
  }

  /** True when `outlet` is the socket that this seat has now. */
  isBoundTo(outlet: MessageSink): boolean {
    return this.lostAtMs === null && this.#connection.sink === outlet;
  }

  /** Sends a message, or keeps it until the member is back. */
  deliver(message: OutgoingMessage): void {
    const isAway = this.lostAtMs !== null;
    if (message.isCounted && (isAway || this.#connection.countsReceived)) {
      this.#replay.push(message);
    }
    if (!isAway) this.#connection.sink.send(message);
  }

  /** Ends the socket, if there is one; the seat stays. */
  close(code: CloseCode, reason: string): void {
    if (this.lostAtMs === null) this.#connection.sink.close(code, reason);
  }

  /** The member says how many messages it has received. */
  acknowledge(received: number): void {
    this.#replay.acknowledge(received);
  }

  /** Gives the seat to a newer socket: the old one has no say any more. */
  replaceSocket(code: CloseCode, nowMs: number): void {
    const { sink } = this.#connection;
    this.markAway(nowMs);
    sink.close(code, "replaced");
  }

  /** The socket is gone; from now on messages are kept. */
  markAway(nowMs: number): void {
    this.lostAtMs = nowMs;
    this.#countAtLoss = this.#replay.count;
  }

  /**
   * Takes the seat again with a new socket.
   *
   * @param received How many messages the member has; null when it does not
   * count, and then all that came after the loss are due.
   * @returns What is due, in order, or null when some of it was let go; then
   * counting begins anew.
   */
  attachSocket(
    attachment: ClientConnection,
    received: number | null,
  ): readonly OutgoingMessage[] | null {
    this.#connection = attachment;
    this.lostAtMs = null;
    const due = this.#replay.messagesAfter(received ?? this.#countAtLoss);
    if (due === null) this.#replay = new ReplayBuffer(this.#maxReplayBytes);
    return due;
  }
}
