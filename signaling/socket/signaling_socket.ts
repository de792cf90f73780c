/**
 * One client's socket: bytes in, messages out, and every limit on the way.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { RawMessage } from "../message/envelope.ts";
import { FlushShare } from "./frame_cache.ts";
import {
  errorMessage,
  type Outgoing,
  separateFrames,
} from "../message/outgoing_message.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
} from "../protocol.ts";
import type { Outlet } from "../room/seat.ts";
import { TokenBucket } from "../../server/net/token_bucket.ts";
import { closeFrame, controlFrame, OPCODE } from "./websocket/frame.ts";
import { Slab } from "./websocket/slab.ts";
import { FrameReader, type FrameRefusal } from "./websocket/frame_reader.ts";

/** Finite bounds of one socket. */
export interface SocketLimits {
  readonly maxMessageBytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Bytes that may wait for a reader that is slow. */
  readonly maxBufferedBytes: number;
}

/** What a socket needs of those who keep it. */
export interface SocketOwner {
  nowMs(): number;
  /** Something waits: call {@linkcode SignalingSocket.flush} at the tick's end. */
  wantsFlush(socket: SignalingSocket): void;
  received(socket: SignalingSocket, raw: RawMessage, nowMs: number): void;
  /** The socket is of no more use, but may still be closing; called once. */
  gone(socket: SignalingSocket, reason: LeaveReason, nowMs: number): void;
  /** The stream is closed. */
  closed(socket: SignalingSocket): void;
  /** A bug, caught; the socket closes with 1011. */
  failed(error: unknown): void;
}

/** Milliseconds between pings to a client. */
export const PING_INTERVAL_MS = 20_000;
/** Milliseconds without a byte after which a client counts as lost. */
export const SILENCE_LIMIT_MS = 45_000;
/** Milliseconds that a client has to finish the closing handshake. */
export const CLOSE_TIMEOUT_MS = 3_000;

const NO_PAYLOAD = new Uint8Array(0);
const GOODBYES: ReadonlySet<number> = new Set([1000, 1001, 1005]);
const REFUSALS: Readonly<
  Record<FrameRefusal, { close: CloseCode; error: ErrorCode | null }>
> = {
  "protocol-error": { close: CLOSE.protocolError, error: null },
  "binary": { close: CLOSE.unsupportedData, error: null },
  "not-utf8": { close: CLOSE.invalidPayload, error: null },
  "too-big": { close: CLOSE.tooBig, error: "too-big" },
};

/** A WebSocket whose opening handshake is done. */
export class SignalingSocket implements Outlet {
  readonly #stream: Duplex;
  readonly #joinsFrames: boolean;
  readonly #limits: SocketLimits;
  readonly #owner: SocketOwner;
  readonly #reader: FrameReader;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;
  #waiting: Outgoing[] = [];
  /** The pong that is due. Of several pings, the last is answered. */
  #pong: Uint8Array | null = null;
  #heardAtMs: number;
  #pingedAtMs: number;
  /** When to cut the stream, once this side has closed. */
  #cutAtMs = Infinity;
  #isClosing = false;
  #isGone = false;

  /** @param joinsFrames True when the client takes several messages a frame. */
  constructor(
    stream: Duplex,
    joinsFrames: boolean,
    limits: SocketLimits,
    owner: SocketOwner,
  ) {
    this.#stream = stream;
    this.#joinsFrames = joinsFrames;
    this.#limits = limits;
    this.#owner = owner;
    const nowMs = owner.nowMs();
    this.#heardAtMs = this.#pingedAtMs = nowMs;
    this.#messages = new TokenBucket(limits.messagesPerSecond, nowMs);
    this.#bytes = new TokenBucket(limits.bytesPerSecond, nowMs);
    this.#reader = new FrameReader(limits.maxMessageBytes, {
      text: (text, bytes) => this.#take({ text, bytes }),
      ping: (payload) => this.#answerPing(payload),
      pong: () => {},
      close: (code) => this.#answerClose(code),
    });
  }

  /** Begins to read; `head` is what came behind the handshake. */
  start(head: Uint8Array): void {
    const stream = this.#stream;
    stream.on("data", (chunk: Uint8Array) => this.#push(chunk));
    stream.on("end", () => this.#lose());
    stream.on("error", () => this.#lose());
    stream.on("close", () => {
      this.#lose();
      this.#owner.closed(this);
    });
    if (head.length > 0) this.#push(head);
    stream.resume();
  }

  send(message: Outgoing): void {
    if (this.#isClosing) return;
    if (this.#waiting.push(message) === 1) this.#owner.wantsFlush(this);
  }

  /**
   * Once a tick, and not past the limit: a client that pings and does not
   * read must not fill the memory (RFC 6455 §5.5.3 allows to leave some out).
   */
  #answerPing(payload: Uint8Array): void {
    if (this.#pong === null) this.#owner.wantsFlush(this);
    this.#pong = controlFrame(OPCODE.pong, payload);
  }

  /** Writes all that waits, in one piece; cuts a reader that is too slow. */
  flush(share: FlushShare): void {
    const pong = this.#pong;
    this.#pong = null;
    if (pong !== null && this.#hasRoomFor(pong)) this.#write(pong);
    const messages = this.#waiting;
    if (messages.length === 0) return;
    this.#waiting = [];
    if (this.#isGone) return;
    const bytes = share.bytesOf(messages, this.#joinsFrames);
    if (!this.#hasRoomFor(bytes)) {
      return this.#breakOff("too-slow", CLOSE.tooSlow);
    }
    this.#write(bytes);
  }

  /** True when the reader is not behind by more than it may be. */
  #hasRoomFor({ length }: Uint8Array): boolean {
    const buffered = this.#stream.writableLength;
    return buffered === 0 ||
      buffered + length <= this.#limits.maxBufferedBytes;
  }

  close(code: CloseCode, reason: string): void {
    if (this.#isClosing) return;
    this.flush(new FlushShare(new Slab()));
    if (this.#isClosing) return;
    this.#finish(code, reason);
  }

  /** Once a second: pings, notices silence, cuts what does not close. */
  sweep(nowMs: number): void {
    if (nowMs >= this.#cutAtMs) {
      this.#stream.destroy();
    } else if (!this.#isClosing) {
      if (nowMs - this.#heardAtMs >= SILENCE_LIMIT_MS) {
        this.#finish(CLOSE.unresponsive, "unresponsive");
        this.#leave("lost");
      } else if (nowMs - this.#pingedAtMs >= PING_INTERVAL_MS) {
        this.#pingedAtMs = nowMs;
        this.#write(controlFrame(OPCODE.ping, NO_PAYLOAD));
      }
    }
  }

  /** Cuts the stream without a word. */
  destroy(): void {
    this.#stream.destroy();
  }

  #push(chunk: Uint8Array): void {
    try {
      if (this.#isClosing) return;
      const nowMs = this.#owner.nowMs();
      this.#heardAtMs = nowMs;
      if (!this.#bytes.take(chunk.length, nowMs)) {
        return this.#breakOff("too-fast", CLOSE.tooFast);
      }
      const refusal = this.#reader.push(chunk);
      if (refusal === null) return;
      const { close, error } = REFUSALS[refusal];
      this.#breakOff(error, close);
    } catch (error) {
      this.#owner.failed(error);
      this.#breakOff(null, CLOSE.internalError);
    }
  }

  #take(raw: RawMessage): void {
    if (this.#isClosing) return;
    const nowMs = this.#heardAtMs;
    if (this.#messages.take(1, nowMs)) {
      this.#owner.received(this, raw, nowMs);
    } else {
      this.#breakOff("too-fast", CLOSE.tooFast);
    }
  }

  #answerClose(code: number): void {
    this.#finish(CLOSE.normal, "");
    this.#leave(GOODBYES.has(code) ? "left" : "lost");
  }

  /** Ends the connection of a client that broke a limit; its seat goes with it. */
  #breakOff(error: ErrorCode | null, code: CloseCode): void {
    if (this.#isClosing) return;
    if (error !== null && code !== CLOSE.tooSlow) {
      const message = errorMessage(error);
      this.#write(separateFrames([...this.#waiting, message], new Slab()));
      this.#waiting = [];
    }
    this.#finish(code, error ?? "");
    this.#leave("removed");
  }

  /** Sends the close frame and waits, not for long, for the other side. */
  #finish(code: number, reason: string): void {
    if (this.#isClosing) return;
    this.#write(closeFrame(code, reason));
    this.#isClosing = true;
    this.#cutAtMs = this.#owner.nowMs() + CLOSE_TIMEOUT_MS;
    this.#stream.end();
  }

  #write(bytes: Uint8Array): void {
    if (this.#isClosing || this.#stream.destroyed) return;
    this.#stream.write(bytes);
  }

  #lose(): void {
    this.#isClosing = true;
    this.#leave("lost");
    this.#stream.destroy();
  }

  #leave(reason: LeaveReason): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#owner.gone(this, reason, this.#owner.nowMs());
  }
}
