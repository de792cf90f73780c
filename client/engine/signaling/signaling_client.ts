/**
 * The signaling socket as the call sees it: it opens, comes back by itself
 * with the seat it had, notices a socket that died in silence, and keeps what
 * could not be sent for the time when it is back.
 *
 * @module
 */
import {
  CLIENT_RECONNECT_CLOSE_CODE,
  CLOSE,
  type ErrorCode,
  type ServerEvents,
} from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import { nextRetryDelayMs, TOKEN_VOID_CLOSE_CODES } from "./retry_delay.ts";
import { SendRateLimiter } from "./send_rate_limiter.ts";
import {
  type InboundMessage,
  isCountedAsReceived,
  parseFrame,
} from "./decode_server_message.ts";

/** One socket; the link drops it when it ends and opens the next. */
export interface SignalingTransport {
  isOpen(): boolean;
  send(text: string): void;
  close(code: number): void;
}

/** A seat to take again. */
export interface ResumePoint {
  readonly token: string;
  /** Messages received in it so far, so that those after them are repeated. */
  readonly received: number;
}

/** What a socket tells the link. */
export interface SignalingTransportEvents {
  onText(text: string): void;
  onClose(code: number): void;
}

/** Where the link is; `refused` and `closed` are the two ends. */
export type SignalingConnectionState =
  | "connecting"
  /** The room is locked, and this page has knocked. */
  | "knocking"
  | "open"
  | "waiting"
  | "refused"
  | "closed";

/** What the link needs from outside. */
export interface SignalingClientOptions {
  /** Opens a socket that takes the seat of `resume`, or a new one. */
  readonly open: (
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  readonly clock: Clock;
  /** A number in 0..1. */
  readonly random: () => number;
  /** Name to knock with at a locked room. */
  readonly knockName: () => string;
  readonly onMessage: (message: InboundMessage) => void;
  /** `code` is the last refusal of the server, for `waiting` and `refused`. */
  readonly onState: (
    state: SignalingConnectionState,
    code: ErrorCode | null,
  ) => void;
}

/** A socket that is silent this long is asked whether it lives. */
export const PING_AFTER_MS = 10_000;
/** A socket that does not answer, or does not open, within this is given up. */
export const RESPONSE_TIMEOUT_MS = 8_000;
/** The same, when the network or the tab has just come back. */
export const RESUME_RESPONSE_TIMEOUT_MS = 3_000;
/** Messages kept while the socket is away. */
export const MAX_QUEUED_MESSAGES = 1024;
/** Errors to a member that come before its end. */
const TERMINAL_ERRORS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "removed",
  "room-ended",
  "locked-out",
]);
/** Messages a second before the server has told its limit. */
const DEFAULT_MESSAGES_PER_SECOND = 50;

/** A signaling connection that outlives its sockets. */
export class SignalingClient {
  readonly #options: SignalingClientOptions;
  #socket: SignalingTransport | null = null;
  #memberId: string | null = null;
  #resumeToken: string | null = null;
  #receivedCount = 0;
  #attempt = 0;
  #hasSeat = false;
  #isKnocking = false;
  #isEnded = false;
  #refusal: ErrorCode | null = null;
  /** What is to be sent, in order: the socket is away, or the pace is kept. */
  #queue: string[] = [];
  #rateLimiter: SendRateLimiter;
  #cancelTimer = () => {};
  #cancelFlush = () => {};

  constructor(options: SignalingClientOptions) {
    this.#options = options;
    this.#rateLimiter = new SendRateLimiter(
      DEFAULT_MESSAGES_PER_SECOND,
      options.clock.nowMs(),
    );
  }

  /** Opens the first socket. */
  start(): void {
    this.#connect();
  }

  /** Sends now, or once the socket is back. */
  send(event: string, data?: unknown, to?: string): void {
    if (this.#isEnded) return;
    if (this.#queue.length >= MAX_QUEUED_MESSAGES) return;
    this.#queue.push(JSON.stringify({ event, data, to }));
    this.#flushQueue();
  }

  /** Sends what may go now, and comes back for the rest. */
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
   * The network or the tab came back: tries at once when it waits, and asks at
   * once whether a socket that is there still lives.
   */
  reconnectNow(): void {
    if (this.#isEnded) return;
    if (this.#socket === null) {
      this.#attempt = 0;
      this.#connect();
    } else if (this.#hasSeat || this.#isKnocking) {
      this.#cancelTimer();
      this.#ping(RESUME_RESPONSE_TIMEOUT_MS);
    }
  }

  /** Gives the seat back and ends. */
  leave(): void {
    if (this.#isEnded) return;
    this.send("leave");
    this.#end("closed");
  }

  #end(state: "closed" | "refused"): void {
    this.#isEnded = true;
    this.#cancelTimer();
    this.#cancelFlush();
    const socket = this.#detachSocket();
    socket?.close(CLOSE.normal);
    this.#options.onState(state, this.#refusal);
  }

  /** Forgets the socket; a late event of it reaches nobody. */
  #detachSocket(): SignalingTransport | null {
    const socket = this.#socket;
    this.#socket = null;
    this.#hasSeat = false;
    this.#isKnocking = false;
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
    this.#cancelTimer = this.#options.clock.after(
      RESPONSE_TIMEOUT_MS,
      () => this.#abandonSocket(),
    );
  }

  #receive(frame: string): void {
    for (const message of parseFrame(frame)) {
      if (isCountedAsReceived(message)) this.#receivedCount++;
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
      if (message.from === undefined && message.event === "room") {
        this.#resumeToken = message.data.resume || this.#resumeToken;
      }
      this.#options.onMessage(message);
      if (this.#isEnded) return;
    }
    if (this.#hasSeat || this.#isKnocking) this.#startPingTimer();
  }

  /** The room is locked: says who is there, and waits for an answer. */
  #sendKnock(): void {
    const { onState, knockName } = this.#options;
    this.#isKnocking = true;
    this.#resumeToken = null;
    this.#attempt = 0;
    this.#refusal = null;
    this.#sendUnqueued("knock", { name: knockName() });
    onState("knocking", null);
  }

  /** Says something to the server past the queue, which waits for a seat. */
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

  /** Waits for silence, then asks, then gives up. */
  #startPingTimer(): void {
    const { clock } = this.#options;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(
      PING_AFTER_MS,
      () => this.#ping(RESPONSE_TIMEOUT_MS),
    );
  }

  #ping(answerMs: number): void {
    if (this.#isKnocking) this.#sendUnqueued("ping", {});
    else this.send("ping", { received: this.#receivedCount });
    this.#cancelTimer = this.#options.clock.after(
      answerMs,
      () => this.#abandonSocket(),
    );
  }

  /** Gives the socket up, not the seat. */
  #abandonSocket(): void {
    this.#detachSocket()?.close(CLIENT_RECONNECT_CLOSE_CODE);
    this.#scheduleReconnect(1006);
  }

  #onSocketClosed(code: number): void {
    this.#detachSocket();
    this.#scheduleReconnect(code);
  }

  #scheduleReconnect(code: number): void {
    this.#cancelTimer();
    const { clock, random, onState } = this.#options;
    if (TOKEN_VOID_CLOSE_CODES.has(code)) this.#resumeToken = null;
    const delayMs = nextRetryDelayMs(this.#attempt++, code, {
      random: random(),
      hasJoined: this.#memberId !== null,
    });
    if (delayMs === null) return this.#end("refused");
    onState("waiting", this.#refusal);
    this.#cancelTimer = clock.after(delayMs, () => this.#connect());
  }
}
