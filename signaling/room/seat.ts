/**
 * A member's place in a room. It outlives the socket: the room does not notice
 * a member that is away for less than the grace time.
 *
 * @module
 */
import type { HeldBytesLimit } from "../held_bytes.ts";
import {
  costOfMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import { withoutNotice } from "./closing_notice.ts";
import type { CloseCode, Member, MemberInfo } from "../protocol.ts";
import { ReplayBuffer } from "./replay_buffer.ts";
import type { TokenBucket } from "../../server/net/token_bucket.ts";

/** Why a member is away: its socket was lost, or its page was closed. */
export type AwayReason = "timeout" | "closed";

/** Sends messages to a client: its socket. */
export interface MessageSink {
  /** Bytes that are queued, or that the system has not taken. */
  readonly unsentBytes: number;
  /** Queues a message. */
  send(message: OutgoingMessage): void;
  /** Closes the connection after all queued messages. */
  close(code: CloseCode, reason: string): void;
  /** Disconnects the client unless it answers soon. */
  checkLiveness(nowMs: number): void;
  /** When the client last sent something. */
  readonly lastReceivedAtMs: number;
  /** Drops the unsent bytes and ends the connection. */
  evict(): void;
  /** True for a socket of another process. */
  readonly isRemote?: boolean;
}

/** What the server saw of a client when it joined. */
export interface ClientInfo {
  /** Address as the server sees it, without a port. */
  readonly address: string;
  /** Key under which its connections are counted. */
  readonly quotaKey: string;
  /** Host that the browser asked for, as in a URL. */
  readonly host: string;
  /** True when the client's own TLS ends here, without a proxy in between. */
  readonly isDirect: boolean;
  /** True when a trusted proxy reported the address. */
  readonly isForwarded: boolean;
}

/** A seat as the next process continues it. */
export interface SeatSnapshot {
  /** Also the id of the member. */
  readonly id: string;
  /** The member's last `info`. */
  readonly info: MemberInfo;
  /** True for clients that count received messages. */
  readonly countsReceived: boolean;
  /** The last socket, where its page counts them. */
  readonly attempt?: string | null | undefined;
  /** Number of messages before the first of `messages`. */
  readonly droppedCount: number;
  /** Number of messages when the socket was lost. */
  readonly countAtLoss: number;
  /** Texts of the messages that the member may not have received, in order. */
  readonly messages: readonly string[];
}

/** The connection of a client. */
export interface ClientConnection {
  /** The socket. */
  readonly sink: MessageSink;
  /** Who is at its other end. */
  readonly client: ClientInfo;
  /** True for clients that count received messages (`maru.v1`). */
  readonly countsReceived: boolean;
  /** Which of the sockets of its page this is, where the page counts them. */
  readonly attempt?: string | null | undefined;
  /** Members beyond which the client does not want to join, or null. */
  readonly maxMembers: number | null;
}

/** One seat. It never moves to another room. */
export class Seat {
  /** Also the id of the member. */
  readonly id: string;
  /** Key of its room. */
  readonly room: string;
  /** The member's last `info`. */
  info: MemberInfo = {};
  /** When the socket was lost, or null while there is one. */
  lostAtMs: number | null = null;
  /** When the seat ends while the member is away. */
  expiresAtMs: number = Infinity;
  /** Why the member is away, while it is. */
  awayReason: AwayReason = "timeout";
  /** When to send the next `ice-servers`. */
  iceRenewAtMs: number = Infinity;
  /** Limits how often the member unlocks the room; null until it first does. */
  unlockLimiter: TokenBucket | null = null;
  /** Limits how many of its connection reports count; null until the first. */
  reportLimiter: TokenBucket | null = null;
  #connection: ClientConnection;
  readonly #maxReplayBytes: number;
  readonly #replayLimit: HeldBytesLimit<Seat>;
  #replay: ReplayBuffer;
  #countAtLoss = 0;

  /**
   * Creates a seat with its first connection.
   *
   * @param replayLimit Counts the messages that all seats keep.
   */
  constructor(
    id: string,
    room: string,
    connection: ClientConnection,
    maxReplayBytes: number,
    replayLimit: HeldBytesLimit<Seat>,
  ) {
    this.id = id;
    this.room = room;
    this.#connection = connection;
    this.#maxReplayBytes = maxReplayBytes;
    this.#replayLimit = replayLimit;
    this.#replay = new ReplayBuffer(maxReplayBytes);
  }

  /** The member as others receive it. */
  get member(): Member {
    return { id: this.id, info: this.info };
  }

  /** The client of the newest connection. */
  get client(): ClientInfo {
    return this.#connection.client;
  }

  /** The newest socket, also while the member is away. */
  get attempt(): string | null {
    return this.#connection.attempt ?? null;
  }

  /** True for a client of `maru.v1`, whose frames are lines of JSON. */
  get speaksMaru(): boolean {
    return this.#connection.countsReceived;
  }

  /** When the member last sent something on its newest socket. */
  get lastReceivedAtMs(): number {
    return this.#connection.sink.lastReceivedAtMs;
  }

  /** True when `sink` is the current socket of this seat. */
  isBoundTo(sink: MessageSink): boolean {
    return this.lostAtMs === null && this.#connection.sink === sink;
  }

  /** True while the member's socket is at another process. */
  get isRemote(): boolean {
    return this.lostAtMs === null && this.#connection.sink.isRemote === true;
  }

  /** Sends a message, or keeps it while the member is away. */
  deliver(message: OutgoingMessage): void {
    const isAway = this.lostAtMs !== null;
    if (message.isCounted && (isAway || this.#connection.countsReceived)) {
      this.#replay.push(message);
      this.#replayLimit.add(costOfMessage(message));
    }
    if (!isAway) this.#connection.sink.send(message);
  }

  /** Unsent bytes of the socket, if there is one. */
  get unsentBytes(): number {
    return this.lostAtMs === null ? this.#connection.sink.unsentBytes : 0;
  }

  /** Ends the connection, if there is one, and drops its unsent bytes. */
  evict(): void {
    if (this.lostAtMs === null) this.#connection.sink.evict();
  }

  /** Bytes of the messages that are kept for a replay. */
  get replayBytes(): number {
    return this.#replay.bytes;
  }

  /** Drops these messages: the seat resumes with a gap. */
  clearReplay(): void {
    this.#replay.clear();
  }

  /** Closes the socket, if there is one; the seat stays. */
  close(code: CloseCode, reason: string): void {
    if (this.lostAtMs === null) this.#connection.sink.close(code, reason);
  }

  /** Disconnects a member that does not answer soon. */
  checkLiveness(nowMs: number): void {
    if (this.lostAtMs === null) this.#connection.sink.checkLiveness(nowMs);
  }

  /** Drops the messages that the member has received. */
  acknowledge(receivedCount: number): void {
    this.#replay.acknowledge(receivedCount);
  }

  /** Detaches the current socket and closes it, before a newer one attaches. */
  replaceSocket(code: CloseCode, reason: string, nowMs: number): void {
    const { sink } = this.#connection;
    this.markAway("timeout", nowMs, nowMs);
    sink.close(code, reason);
  }

  /** Marks the socket as lost; from now on messages are kept. */
  markAway(reason: AwayReason, expiresAtMs: number, nowMs: number): void {
    this.lostAtMs = nowMs;
    this.awayReason = reason;
    this.expiresAtMs = expiresAtMs;
    this.#countAtLoss = this.#replay.count;
  }

  /** What the next process needs to continue the seat of an away member. */
  takeSnapshot(): SeatSnapshot {
    const { droppedCount, messages } = this.#replay;
    return {
      id: this.id,
      info: this.info,
      countsReceived: this.#connection.countsReceived,
      attempt: this.attempt,
      droppedCount,
      countAtLoss: this.#countAtLoss,
      messages: messages.map(({ text }) => text),
    };
  }

  /** Lets a restored seat wait for its member; the counts are those it had. */
  leaveUntil(expiresAtMs: number, nowMs: number): void {
    this.lostAtMs = nowMs;
    this.expiresAtMs = expiresAtMs;
  }

  /** Takes over info and messages of a seat of the last process. */
  restore(
    { info, droppedCount, countAtLoss }: SeatSnapshot,
    messages: readonly OutgoingMessage[],
  ): void {
    this.info = info;
    this.#replay = new ReplayBuffer(this.#maxReplayBytes, droppedCount);
    for (const message of messages) {
      this.#replay.push(message);
      this.#replayLimit.add(costOfMessage(message));
    }
    this.#countAtLoss = countAtLoss;
  }

  /**
   * Attaches a new socket.
   *
   * @param receivedCount Number of messages that the member has; null when it
   * does not count, which means all messages before the loss; Infinity for a
   * new page, which wants none of them.
   * @returns The messages that it missed, in order, or null when some of them
   * are dropped; then counting starts again at 0.
   */
  attachSocket(
    connection: ClientConnection,
    receivedCount: number | null,
  ): readonly OutgoingMessage[] | null {
    this.#connection = connection;
    this.lostAtMs = null;
    const missed = this.#replay.messagesAfter(
      receivedCount ?? this.#countAtLoss,
    );
    if (missed === null) this.#replay = new ReplayBuffer(this.#maxReplayBytes);
    return missed && missed.map(withoutNotice);
  }
}
