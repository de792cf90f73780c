/**
 * Signaling connection of a call across sockets: reconnects with the same
 * seat, detects a silently dead socket by pings, and queues messages until
 * they can be sent.
 *
 * @module
 */
import * as CLOSE from "../../../signaling/close_codes.ts";
import {
  CLIENT_AWAY_CLOSE_CODE,
  CLIENT_RECONNECT_CLOSE_CODE,
  type ErrorCode,
  type ServerEvents,
} from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import { nextRetryDelayMs, TOKEN_VOID_CLOSE_CODES } from "./retry_delay.ts";
import type { SocketFailure } from "./socket_failure.ts";
import { SendRateLimiter } from "./send_rate_limiter.ts";
import {
  type InboundMessage,
  isCountedAsReceived,
  parseFrame,
} from "./decode_server_message.ts";

/** One socket of the connection. */
export interface SignalingTransport {
  isOpen(): boolean;
  send(text: string): void;
  close(code: number): void;
  /** True for one that was opened in the lobby and may be dead by now. */
  readonly isPrepared?: boolean;
  /** Why it did not open; null when the server does not tell. */
  explainFailure(): Promise<SocketFailure | null>;
}

/** Seat to resume. */
export interface ResumePoint {
  readonly token: string;
  /**
   * Number of messages received in it, so that the server repeats the rest.
   * Null for a new page, which wants none of them.
   */
  readonly received: number | null;
}

/** Events of a socket. */
export interface SignalingTransportEvents {
  onOpen?(): void;
  onText(text: string): void;
  onClose(code: number): void;
}

/** State of the connection; `refused` and `closed` are final. */
export type SignalingConnectionState =
  | "connecting"
  /** The room is locked and the page has knocked. */
  | "knocking"
  | "open"
  | "waiting"
  | "refused"
  | "closed";

/** Dependencies of {@linkcode SignalingClient}. */
export interface SignalingClientOptions {
  /** Opens a socket that resumes a seat, or takes a new one. */
  readonly open: (
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  /** Seat of an earlier page of this tab, or null. */
  readonly resume: ResumePoint | null;
  readonly clock: Clock;
  /** A number in 0..1. */
  readonly random: () => number;
  /** Name to send with a knock. */
  readonly knockName: () => string;
  readonly onMessage: (message: InboundMessage) => void;
  /** `code` is the last error of the server, for `waiting` and `refused`. */
  readonly onState: (
    state: SignalingConnectionState,
    code: ErrorCode | null,
  ) => void;
  /** Why the page has no seat yet; a final failure is followed by `refused`. */
  readonly onSocketFailure: (failure: SocketFailure | null) => void;
  /** True while {@linkcode SignalingClient.reconnectNow} is called once the network is back. */
  readonly isNetworkWatched?: () => boolean;
}

/** Silence after which a ping is sent. */
export const PING_AFTER_MS = 10_000;
/** Time for a socket to open, and to answer a ping, before it is abandoned. */
export const RESPONSE_TIMEOUT_MS = 8_000;
/**
 * Time to open from the second attempt on. In Firefox abandoned ones go on for
 * 90 s, and beside six of them no other one begins: so there are five at most.
 */
export const RETRY_OPENING_MS = 20_000;
/** Time for an answer on a socket that was opened in the lobby, before another is opened. */
export const PREPARED_RESPONSE_TIMEOUT_MS = 3_000;
/** The same after the network or the tab came back. */
export const RESUME_RESPONSE_TIMEOUT_MS = 2_000;
/** Age from which on a socket that does not open is abandoned when the network is back: its handshake may be lost. */
export const STALE_OPENING_MS = 300;
/** Longest delay that a server may ask for before it restarts. */
export const MAX_RESTART_DELAY_MS = 30_000;
/** Messages queued while there is no socket. */
export const MAX_QUEUED_MESSAGES = 1024;
/** Code that browsers report for a socket without a close frame (RFC 6455 §7.1.5). */
const ABNORMAL_CLOSE_CODE = 1006;
/** Errors that precede the end of a seat. */
const TERMINAL_ERRORS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "removed",
  "room-ended",
  "locked-out",
]);
/** Messages a second until `welcome` has the limit of the server. */
const DEFAULT_MESSAGES_PER_SECOND = 50;

/** A signaling connection that outlives its sockets. */
export class SignalingClient {
  readonly #options: SignalingClientOptions;
  #socket: SignalingTransport | null = null;
  #memberId: string | null = null;
  #resumeToken: string | null;
  #receivedCount: number | null;
  #attempt = 0;
  #openingSinceMs = 0;
  /** True while a ping with the short timeout is unanswered. */
  #isVerifying = false;
  #hasSeat = false;
  #isKnocking = false;
  /** True once something arrived on the present socket. */
  #hasReceived = false;
  #isEnded = false;
  #refusal: ErrorCode | null = null;
  /** Messages to send, in order, while there is no socket or the rate is limited. */
  #queue: string[] = [];
  #rateLimiter: SendRateLimiter;
  #cancelTimer = () => {};
  #cancelFlush = () => {};

  constructor(options: SignalingClientOptions) {
    this.#options = options;
    this.#resumeToken = options.resume?.token ?? null;
    this.#receivedCount = options.resume ? options.resume.received : 0;
    this.#rateLimiter = new SendRateLimiter(
      DEFAULT_MESSAGES_PER_SECOND,
      options.clock.nowMs(),
    );
  }

  /** Opens the first socket. */
  start(): void {
    this.#connect();
  }

  /** Sends now, or once there is a seat. */
  send(event: string, data?: unknown, to?: string): void {
    if (this.#isEnded) return;
    if (this.#queue.length >= MAX_QUEUED_MESSAGES) return;
    this.#queue.push(JSON.stringify({ event, data, to }));
    this.#flushQueue();
  }

  /** Sends what the rate limit allows now, and schedules the rest. */
  #flushQueue(): void {
    const { clock } = this.#options;
    this.#cancelFlush();
    while (this.#hasSeat && this.#socket?.isOpen()) {
      const [text] = this.#queue;
      if (text === undefined) return;
      const waitMs = this.#rateLimiter.take(clock.nowMs());
      if (waitMs > 0) {
        this.#cancelFlush = clock.after(waitMs, () => this.#flushQueue());
        return;
      }
      this.#queue.shift();
      this.#socket.send(text);
    }
  }

  /**
   * The network or the tab came back: reconnects now instead of waiting, and
   * pings an open socket.
   */
  reconnectNow(): void {
    if (this.#isEnded) return;
    if (this.#socket === null) {
      this.#attempt = 0;
      this.#connect();
    } else if (this.#hasSeat || this.#isKnocking) {
      if (this.#isVerifying) return;
      this.#isVerifying = true;
      this.#cancelTimer();
      this.#ping(RESUME_RESPONSE_TIMEOUT_MS);
    } else if (
      this.#options.clock.nowMs() - this.#openingSinceMs >= STALE_OPENING_MS
    ) {
      this.#detachSocket()?.close(CLIENT_RECONNECT_CLOSE_CODE);
      this.#attempt = 0;
      this.#connect();
    }
  }

  /** True while it is unknown whether the socket still works. */
  get isVerifying(): boolean {
    return this.#isVerifying;
  }

  /** Gives up the seat and ends. */
  leave(): void {
    if (this.#isEnded) return;
    this.send("leave");
    this.#end("closed");
  }

  /** Token of our seat, or null before there is one. */
  get resumeToken(): string | null {
    return this.#resumeToken;
  }

  /** Ends and keeps the seat for another page, which opens soon. */
  suspend(): void {
    if (!this.#isEnded) this.#end("closed", CLIENT_AWAY_CLOSE_CODE);
  }

  #end(state: "closed" | "refused", closeCode: number = CLOSE.normal): void {
    this.#isEnded = true;
    this.#cancelTimer();
    this.#cancelFlush();
    const socket = this.#detachSocket();
    socket?.close(closeCode);
    this.#options.onState(state, this.#refusal);
  }

  /** Forgets the socket, whose late events are ignored. */
  #detachSocket(): SignalingTransport | null {
    const socket = this.#socket;
    this.#socket = null;
    this.#hasSeat = false;
    this.#isKnocking = false;
    this.#isVerifying = false;
    return socket;
  }

  #connect(): void {
    this.#cancelTimer();
    this.#options.onState("connecting", this.#refusal);
    const resume = this.#resumeToken === null
      ? null
      : { token: this.#resumeToken, received: this.#receivedCount };
    const socket: SignalingTransport = this.#options.open(resume, {
      onText: (text) => {
        if (this.#socket === socket) this.#receive(text);
      },
      onClose: (code) => {
        if (this.#socket === socket) this.#onSocketClosed(code);
      },
    });
    this.#socket = socket;
    const { clock } = this.#options;
    this.#openingSinceMs = clock.nowMs();
    this.#hasReceived = false;
    this.#cancelTimer = clock.after(
      socket.isPrepared
        ? PREPARED_RESPONSE_TIMEOUT_MS
        : this.#attempt
        ? RETRY_OPENING_MS
        : RESPONSE_TIMEOUT_MS,
      () => this.#abandonSocket(),
    );
  }

  /** True for a socket of the lobby on which nothing arrived: another may work. */
  #isDeadOnArrival(socket: SignalingTransport | null): boolean {
    return socket?.isPrepared === true && !this.#hasReceived;
  }

  #receive(frame: string): void {
    this.#isVerifying = false;
    this.#hasReceived = true;
    for (const message of parseFrame(frame)) {
      if (isCountedAsReceived(message) && this.#receivedCount !== null) {
        this.#receivedCount++;
      }
      if (message === null) continue;
      if (message.from === undefined && message.event === "error") {
        const { code } = message.data;
        if (!this.#hasSeat || TERMINAL_ERRORS.has(code)) this.#refusal = code;
      }
      if (message.from === undefined && message.event === "locked") {
        this.#sendKnock();
      }
      if (message.from === undefined && message.event === "welcome") {
        this.#onWelcome(message.data);
      }
      if (message.from === undefined && message.event === "server-closing") {
        const { delayMs } = message.data;
        // The server repeats the rest of the frame on resuming.
        if (delayMs !== null) return this.#leaveForRestart(delayMs);
      }
      if (message.from === undefined && message.event === "room") {
        this.#resumeToken = message.data.resume || this.#resumeToken;
      }
      this.#options.onMessage(message);
      if (this.#isEnded) return;
    }
    if (this.#hasSeat || this.#isKnocking) this.#startPingTimer();
  }

  /** Knocks at a locked room. */
  #sendKnock(): void {
    const { onState, knockName } = this.#options;
    this.#isKnocking = true;
    this.#resumeToken = null;
    this.#attempt = 0;
    this.#refusal = null;
    this.#sendUnqueued("knock", { name: knockName() });
    onState("knocking", null);
  }

  /** Sends without the queue, which waits for a seat. */
  #sendUnqueued(event: string, data: unknown): void {
    if (this.#socket?.isOpen()) {
      this.#socket.send(JSON.stringify({ event, data }));
    }
  }

  #onWelcome(
    { id, resume, resumed, limits }: ServerEvents["welcome"],
  ): void {
    if (id !== this.#memberId) this.#queue = [];
    this.#memberId = id;
    this.#rateLimiter = new SendRateLimiter(
      limits.messagesPerSecond,
      this.#options.clock.nowMs(),
    );
    this.#resumeToken = resume || null;
    if (!resumed) this.#receivedCount = 0;
    this.#attempt = 0;
    this.#refusal = null;
    this.#hasSeat = true;
    this.#isKnocking = false;
    this.#options.onState("open", null);
    this.#flushQueue();
  }

  /** Pings after a silence. */
  #startPingTimer(): void {
    const { clock } = this.#options;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(
      PING_AFTER_MS,
      () => this.#ping(RESPONSE_TIMEOUT_MS),
    );
  }

  #ping(timeoutMs: number): void {
    if (this.#isKnocking) this.#sendUnqueued("ping", {});
    else this.send("ping", { received: this.#receivedCount });
    this.#cancelTimer = this.#options.clock.after(
      timeoutMs,
      () => this.#abandonSocket(),
    );
  }

  /** Closes a dead socket and keeps the seat. */
  #abandonSocket(): void {
    this.#socket?.close(CLIENT_RECONNECT_CLOSE_CODE);
    this.#onSocketClosed(ABNORMAL_CLOSE_CODE);
  }

  /**
   * Closes the socket of a server that stops, and resumes the seat later. What
   * was sent before the close frame arrives; what is sent after it is queued.
   */
  #leaveForRestart(delayMs: number): void {
    const { clock, onState } = this.#options;
    this.#cancelTimer();
    this.#detachSocket()?.close(CLIENT_RECONNECT_CLOSE_CODE);
    onState("waiting", null);
    this.#cancelTimer = clock.after(
      Math.max(0, Math.min(delayMs, MAX_RESTART_DELAY_MS)),
      () => this.#connect(),
    );
  }

  #onSocketClosed(code: number): void {
    const socket = this.#detachSocket();
    if (this.#isDeadOnArrival(socket)) return this.#connect();
    this.#scheduleReconnect(code);
    if (socket && code === ABNORMAL_CLOSE_CODE) {
      void this.#explainFailure(socket);
    }
  }

  /** Reports why a socket did not open, unless there was a seat before. */
  async #explainFailure(socket: SignalingTransport): Promise<void> {
    if (this.#hasReceived || this.#memberId !== null) return;
    const failure = await socket.explainFailure();
    if (this.#isEnded || this.#hasReceived) return;
    this.#options.onSocketFailure(failure);
    if (failure?.isFinal) this.#end("refused");
  }

  #scheduleReconnect(code: number): void {
    this.#cancelTimer();
    const { clock, random, onState, isNetworkWatched } = this.#options;
    if (TOKEN_VOID_CLOSE_CODES.has(code)) this.#resumeToken = null;
    const delayMs = nextRetryDelayMs(this.#attempt++, code, {
      random: random(),
      hasJoined: this.#memberId !== null,
    });
    if (delayMs === null) return this.#end("refused");
    this.#cancelTimer = clock.after(delayMs, () => {
      if (isNetworkWatched?.()) this.#scheduleReconnect(code);
      else this.#connect();
    });
    onState("waiting", this.#refusal);
  }
}
