/**
 * The signaling socket as the call sees it: it opens, comes back by itself
 * with the seat it had, notices a socket that died in silence, and keeps what
 * could not be sent for the time when it is back.
 *
 * @module
 */
import {
  CLOSE,
  COMING_BACK,
  type ErrorCode,
  type ServerEvents,
} from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import { nextRetryDelayMs, TOKEN_VOID } from "./retry_delay.ts";
import { SendPace } from "./send_pace.ts";
import {
  type Incoming,
  isCounted,
  parseFrame,
} from "./decode_server_message.ts";

/** One socket; the link drops it when it ends and opens the next. */
export interface Socket {
  isOpen(): boolean;
  send(text: string): void;
  close(code: number): void;
}

/** A seat to take again. */
export interface Resume {
  readonly token: string;
  /** Messages received in it so far, so that those after them are repeated. */
  readonly received: number;
}

/** What a socket tells the link. */
export interface SocketEvents {
  onText(text: string): void;
  onClose(code: number): void;
}

/** Where the link is; `refused` and `closed` are the two ends. */
export type LinkState =
  | "connecting"
  /** The room is locked, and this page has knocked. */
  | "knocking"
  | "open"
  | "waiting"
  | "refused"
  | "closed";

/** What the link needs from outside. */
export interface LinkOptions {
  /** Opens a socket that takes the seat of `resume`, or a new one. */
  readonly open: (resume: Resume | null, events: SocketEvents) => Socket;
  readonly clock: Clock;
  /** A number in 0..1. */
  readonly random: () => number;
  /** Name to knock with at a locked room. */
  readonly knockName: () => string;
  readonly onMessage: (message: Incoming) => void;
  /** `code` is the last refusal of the server, for `waiting` and `refused`. */
  readonly onState: (state: LinkState, code: ErrorCode | null) => void;
}

/** A socket that is silent this long is asked whether it lives. */
export const QUIET_MS = 10_000;
/** A socket that does not answer, or does not open, within this is given up. */
export const ANSWER_MS = 8_000;
/** The same, when the network or the tab has just come back. */
export const HURRY_ANSWER_MS = 3_000;
/** Messages kept while the socket is away. */
export const MAX_QUEUED = 1024;
/** Errors to a member that come before its end. */
const FAREWELLS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "removed",
  "room-ended",
  "locked-out",
]);
/** Messages a second before the server has told its limit. */
const DEFAULT_RATE = 50;

/** A signaling connection that outlives its sockets. */
export class SignalingLink {
  readonly #options: LinkOptions;
  #socket: Socket | null = null;
  #id: string | null = null;
  #token: string | null = null;
  #received = 0;
  #attempt = 0;
  #isWelcome = false;
  #isKnocking = false;
  #isEnded = false;
  #refusal: ErrorCode | null = null;
  /** What is to be sent, in order: the socket is away, or the pace is kept. */
  #queue: string[] = [];
  #pace: SendPace;
  #cancelTimer = () => {};
  #cancelDrain = () => {};

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#pace = new SendPace(DEFAULT_RATE, options.clock.nowMs());
  }

  /** Opens the first socket. */
  start(): void {
    this.#connect();
  }

  /** Sends now, or once the socket is back. */
  send(event: string, data?: unknown, to?: string): void {
    if (this.#isEnded) return;
    if (this.#queue.length >= MAX_QUEUED) return;
    this.#queue.push(JSON.stringify({ event, data, to }));
    this.#drain();
  }

  /** Sends what may go now, and comes back for the rest. */
  #drain(): void {
    const { clock } = this.#options;
    this.#cancelDrain();
    while (this.#isWelcome && this.#socket?.isOpen()) {
      const [text] = this.#queue;
      if (text === undefined) return;
      const waitMs = this.#pace.take(clock.nowMs());
      if (waitMs > 0) {
        this.#cancelDrain = clock.after(waitMs, () => this.#drain());
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
  hurry(): void {
    if (this.#isEnded) return;
    if (this.#socket === null) {
      this.#attempt = 0;
      this.#connect();
    } else if (this.#isWelcome || this.#isKnocking) {
      this.#cancelTimer();
      this.#ask(HURRY_ANSWER_MS);
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
    this.#cancelDrain();
    const socket = this.#drop();
    socket?.close(CLOSE.normal);
    this.#options.onState(state, this.#refusal);
  }

  /** Forgets the socket; a late event of it reaches nobody. */
  #drop(): Socket | null {
    const socket = this.#socket;
    this.#socket = null;
    this.#isWelcome = false;
    this.#isKnocking = false;
    return socket;
  }

  #connect(): void {
    this.#cancelTimer();
    this.#options.onState("connecting", this.#refusal);
    const resume = this.#token === null
      ? null
      : { token: this.#token, received: this.#received };
    const socket: Socket = this.#options.open(resume, {
      onText: (text) => {
        if (this.#socket === socket) this.#receive(text);
      },
      onClose: (code) => {
        if (this.#socket === socket) this.#lost(code);
      },
    });
    this.#socket = socket;
    this.#cancelTimer = this.#options.clock.after(
      ANSWER_MS,
      () => this.#abandon(),
    );
  }

  #receive(frame: string): void {
    for (const message of parseFrame(frame)) {
      if (isCounted(message)) this.#received++;
      if (message === null) continue;
      if (message.from === undefined && message.event === "error") {
        const { code } = message.data;
        if (!this.#isWelcome || FAREWELLS.has(code)) this.#refusal = code;
      }
      if (message.from === undefined && message.event === "locked") {
        this.#knock();
      }
      if (message.from === undefined && message.event === "welcome") {
        this.#welcome(message.data);
      }
      if (message.from === undefined && message.event === "room") {
        this.#token = message.data.resume || this.#token;
      }
      this.#options.onMessage(message);
      if (this.#isEnded) return;
    }
    if (this.#isWelcome || this.#isKnocking) this.#watch();
  }

  /** The room is locked: says who is there, and waits for an answer. */
  #knock(): void {
    const { onState, knockName } = this.#options;
    this.#isKnocking = true;
    this.#token = null;
    this.#attempt = 0;
    this.#refusal = null;
    this.#say("knock", { name: knockName() });
    onState("knocking", null);
  }

  /** Says something to the server past the queue, which waits for a seat. */
  #say(event: string, data: unknown): void {
    if (this.#socket?.isOpen()) {
      this.#socket.send(JSON.stringify({ event, data }));
    }
  }

  #welcome(
    { id, resume, resumed, limits }: ServerEvents["welcome"],
  ): void {
    if (id !== this.#id) this.#queue = [];
    this.#id = id;
    this.#pace = new SendPace(
      limits.messagesPerSecond,
      this.#options.clock.nowMs(),
    );
    this.#token = resume || null;
    if (!resumed) this.#received = 0;
    this.#attempt = 0;
    this.#refusal = null;
    this.#isWelcome = true;
    this.#isKnocking = false;
    this.#options.onState("open", null);
    this.#drain();
  }

  /** Waits for silence, then asks, then gives up. */
  #watch(): void {
    const { clock } = this.#options;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(QUIET_MS, () => this.#ask(ANSWER_MS));
  }

  #ask(answerMs: number): void {
    if (this.#isKnocking) this.#say("ping", {});
    else this.send("ping", { received: this.#received });
    this.#cancelTimer = this.#options.clock.after(
      answerMs,
      () => this.#abandon(),
    );
  }

  /** Gives the socket up, not the seat. */
  #abandon(): void {
    this.#drop()?.close(COMING_BACK);
    this.#retry(1006);
  }

  #lost(code: number): void {
    this.#drop();
    this.#retry(code);
  }

  #retry(code: number): void {
    this.#cancelTimer();
    const { clock, random, onState } = this.#options;
    if (TOKEN_VOID.has(code)) this.#token = null;
    const delayMs = nextRetryDelayMs(this.#attempt++, code, {
      random: random(),
      wasIn: this.#id !== null,
    });
    if (delayMs === null) return this.#end("refused");
    onState("waiting", this.#refusal);
    this.#cancelTimer = clock.after(delayMs, () => this.#connect());
  }
}
