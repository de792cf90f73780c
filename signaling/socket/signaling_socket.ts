/**
 * The WebSocket of one client: reads and sends messages, enforces the limits
 * of a connection and does the closing handshake.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import { Sender } from "ws";
import type { RawMessage } from "../message/envelope.ts";
import type { ScheduledSocket } from "./fair_scheduler.ts";
import { FrameCache } from "./frame_cache.ts";
import {
  costOfMessage,
  createErrorMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import {
  CLIENT_AWAY_CLOSE_CODE,
  type CloseCode,
  type ErrorCode,
  type LeaveReason,
} from "../protocol.ts";
import type { MessageSink } from "../room/seat.ts";
import type { TokenBucket } from "../../server/net/token_bucket.ts";
import { createClientRateBucket } from "../client_rate.ts";
import { FrameReader, type FrameRefusal } from "./frame_reader.ts";
import { Slab } from "./slab.ts";
import {
  CLOSE_TIMEOUT_MS,
  LIVENESS_CHECK_INTERVAL_MS,
  LIVENESS_CHECK_MS,
  LIVENESS_TIMEOUT_MS,
  PING_INTERVAL_MS,
  type SocketLimits,
} from "./socket_limits.ts";
import { encodeSeparateFrames } from "./text_frames.ts";

/** The owner of the sockets: clock, scheduler and receiver of events. */
export interface SocketOwner {
  /** The time, the same within a tick. */
  nowMs(): number;
  /**
   * Asks for a call of {@linkcode SignalingSocket.flush} at the end of the
   * tick.
   */
  scheduleFlush(socket: SignalingSocket): void;
  /** The stream was destroyed for its unsent bytes. */
  socketEvicted(socket: SignalingSocket): void;
  /** Counts bytes that a socket has queued. */
  bytesQueued(bytes: number): void;
  /** Counts bytes that a socket has received; may pause it. */
  bytesReceived(socket: SignalingSocket, bytes: number): void;
  /** Called with each text message. */
  messageReceived(
    socket: SignalingSocket,
    raw: RawMessage,
    nowMs: number,
  ): void;
  /**
   * Called once, when the client is gone or closing; the stream may still be
   * open.
   */
  socketDetached(
    socket: SignalingSocket,
    reason: LeaveReason,
    nowMs: number,
  ): void;
  /** Called once, when a close frame is sent. */
  closeFrameSent(
    socket: SignalingSocket,
    code: CloseCode,
    reason: string,
  ): void;
  /** The stream is closed. */
  socketClosed(socket: SignalingSocket): void;
  /** Called with an unexpected exception; the socket closes with 1011. */
  reportBug(error: unknown): void;
}

const NO_PAYLOAD = new Uint8Array(0);
const LEAVE_CLOSE_CODES: ReadonlySet<number> = new Set([1000, 1005]);
/** A browser sends 1001 for a page that is unloaded (RFC 6455 §7.4.1). */
const AWAY_CLOSE_CODES: ReadonlySet<number> = new Set([
  1001,
  CLIENT_AWAY_CLOSE_CODE,
]);
const FRAME_REFUSALS: Readonly<
  Record<FrameRefusal, { close: CloseCode; error: ErrorCode | null }>
> = {
  "protocol-error": { close: CLOSE.protocolError, error: null },
  "binary": { close: CLOSE.unsupportedData, error: null },
  "not-utf8": { close: CLOSE.invalidPayload, error: null },
  "too-big": { close: CLOSE.tooBig, error: "too-big" },
};

/** A WebSocket after its opening handshake. */
export class SignalingSocket implements MessageSink, ScheduledSocket {
  readonly #stream: Duplex;
  readonly #acceptsBatches: boolean;
  readonly #limits: SocketLimits;
  readonly #owner: SocketOwner;
  readonly #reader: FrameReader;
  readonly #messageBucket: TokenBucket;
  readonly #byteBucket: TokenBucket;
  #sendQueue: OutgoingMessage[] = [];
  /** Cost of the queue, in bytes. */
  #queuedBytes = 0;
  /** True when the client read too slowly; the next flush ends it. */
  #isTooSlow = false;
  /** Payload of the last unanswered ping. */
  #pendingPong: Uint8Array | null = null;
  #lastReceivedAtMs: number;
  #lastPingAtMs: number;
  /** When the client must have answered a check. */
  #answerByMs = Infinity;
  /** Deadline of the closing handshake. */
  #destroyAtMs = Infinity;
  #isClosing = false;
  /** True after the close frame of a restart, while the client may still send. */
  #isFinishing = false;
  #isDetached = false;

  /**
   * Wraps a stream; {@linkcode start} begins to read it.
   *
   * @param acceptsBatches True when the client reads several messages a frame.
   */
  constructor(
    stream: Duplex,
    acceptsBatches: boolean,
    limits: SocketLimits,
    owner: SocketOwner,
  ) {
    this.#stream = stream;
    this.#acceptsBatches = acceptsBatches;
    this.#limits = limits;
    this.#owner = owner;
    const nowMs = owner.nowMs();
    this.#lastReceivedAtMs = this.#lastPingAtMs = nowMs;
    this.#messageBucket = createClientRateBucket(
      limits.messagesPerSecond,
      nowMs,
    );
    this.#byteBucket = createClientRateBucket(limits.bytesPerSecond, nowMs);
    this.#reader = new FrameReader(limits.maxMessageBytes, {
      text: (text, bytes) => this.#receiveMessage({ text, bytes }),
      ping: (payload) => this.#answerPing(payload),
      close: (code) => this.#answerClose(code),
    });
  }

  /** Starts to read; `head` is what was received after the handshake. */
  start(head: Uint8Array): void {
    const stream = this.#stream;
    stream.on("data", (chunk: Uint8Array) => this.#receiveChunk(chunk));
    stream.on("end", () => this.#handleStreamEnd());
    stream.on("error", () => this.#handleStreamEnd());
    stream.on("close", () => {
      this.#handleStreamEnd();
      this.#owner.socketClosed(this);
    });
    if (head.length > 0) this.#receiveChunk(head);
    stream.resume();
  }

  get lastReceivedAtMs(): number {
    return this.#lastReceivedAtMs;
  }

  /** Bytes that are queued, or that the system has not taken. */
  get unsentBytes(): number {
    return this.#queuedBytes + this.#stream.writableLength;
  }

  /** Cost of the messages that the next flush sends, in bytes. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Queues a message; a client with too many unsent bytes is disconnected. */
  send(message: OutgoingMessage): void {
    if (this.#isClosing || this.#isFinishing || this.#isTooSlow) return;
    const cost = costOfMessage(message);
    const unsent = this.unsentBytes;
    // A single message always fits: its size is limited elsewhere.
    if (unsent > 0 && unsent + cost > this.#limits.maxBufferedBytes) {
      this.#isTooSlow = true;
      this.#dropQueue();
      this.#owner.scheduleFlush(this);
      return;
    }
    this.#queuedBytes += cost;
    if (this.#sendQueue.push(message) === 1) this.#owner.scheduleFlush(this);
    this.#owner.bytesQueued(cost);
  }

  /**
   * Drops the unsent bytes and ends the stream without a close frame, which
   * could not pass them. The seat stays for the grace time.
   */
  evict(): void {
    if (this.#stream.destroyed) return;
    this.#dropQueue();
    this.#isClosing = true;
    this.#stream.destroy();
    this.#owner.socketEvicted(this);
  }

  /**
   * Schedules at most one pong per tick, for the last ping (RFC 6455 §5.5.3
   * allows it), since a client may ping without reading the answers.
   */
  #answerPing(payload: Uint8Array): void {
    if (this.#pendingPong === null) this.#owner.scheduleFlush(this);
    this.#pendingPong = payload;
  }

  /**
   * Sends the queued messages in one write, or ends a client that read too
   * slowly.
   */
  flush(frameCache: FrameCache): void {
    const pong = this.#pendingPong;
    this.#pendingPong = null;
    if (this.#isTooSlow) {
      return this.#closeForViolation("too-slow", CLOSE.tooSlow);
    }
    if (pong !== null && this.#canWrite && this.#hasRoomFor(pong)) {
      new Sender(this.#stream).pong(pong, false);
    }
    const messages = this.#sendQueue;
    if (messages.length === 0) return;
    this.#dropQueue();
    if (this.#isDetached) return;
    this.#write(frameCache.encodeMessages(messages, this.#acceptsBatches));
  }

  #dropQueue(): void {
    this.#sendQueue = [];
    this.#queuedBytes = 0;
  }

  #hasRoomFor({ length }: Uint8Array): boolean {
    return this.#stream.writableLength + length <=
      this.#limits.maxBufferedBytes;
  }

  close(code: CloseCode, reason: string): void {
    if (!this.#canWrite) return;
    this.flush(new FrameCache(new Slab()));
    if (this.#isClosing) return;
    if (code === CLOSE.serviceRestart) this.#finish(reason);
    else this.#sendCloseFrame(code, reason);
  }

  /**
   * Asks the client to go, and reads on until it answers: what it sent before
   * is on its way, and belongs to a seat that continues.
   */
  #finish(reason: string): void {
    this.#owner.closeFrameSent(this, CLOSE.serviceRestart, reason);
    new Sender(this.#stream).close(CLOSE.serviceRestart, reason, false);
    this.#isFinishing = true;
    this.#destroyAtMs = this.#owner.nowMs() + CLOSE_TIMEOUT_MS;
  }

  get #canWrite(): boolean {
    return !this.#isClosing && !this.#isFinishing && !this.#stream.destroyed;
  }

  /**
   * To be called once a second: pings, detects silence, ends a late closing
   * handshake.
   */
  sweep(nowMs: number): void {
    if (nowMs >= this.#destroyAtMs) {
      this.#stream.destroy();
    } else if (this.#canWrite) {
      const isSilent = nowMs - this.#lastReceivedAtMs >= LIVENESS_TIMEOUT_MS ||
        nowMs >= this.#answerByMs;
      if (isSilent) {
        this.#sendCloseFrame(CLOSE.unresponsive, "unresponsive");
        this.#notifyDetached("timeout");
      } else if (nowMs - this.#lastPingAtMs >= PING_INTERVAL_MS) {
        this.#ping(nowMs);
      }
    }
  }

  checkLiveness(nowMs: number): void {
    if (!this.#canWrite || this.#answerByMs !== Infinity) return;
    if (nowMs - this.#lastPingAtMs < LIVENESS_CHECK_INTERVAL_MS) return;
    this.#answerByMs = nowMs + LIVENESS_CHECK_MS;
    this.#ping(nowMs);
  }

  #ping(nowMs: number): void {
    this.#lastPingAtMs = nowMs;
    new Sender(this.#stream).ping(NO_PAYLOAD, false);
  }

  /** Stops to read until {@linkcode resumeReading}. */
  pauseReading(): void {
    if (!this.#isClosing) this.#stream.pause();
  }

  /** Reads on. */
  resumeReading(): void {
    this.#stream.resume();
  }

  /** Destroys the stream without a close frame. */
  destroy(): void {
    this.#stream.destroy();
  }

  #receiveChunk(chunk: Uint8Array): void {
    try {
      if (this.#isClosing) return;
      const nowMs = this.#owner.nowMs();
      this.#lastReceivedAtMs = nowMs;
      this.#answerByMs = Infinity;
      if (!this.#byteBucket.take(chunk.length, nowMs)) {
        return this.#closeForViolation("too-fast", CLOSE.tooFast);
      }
      this.#owner.bytesReceived(this, chunk.length);
      const refusal = this.#reader.push(chunk);
      if (refusal === null) return;
      const { close, error } = FRAME_REFUSALS[refusal];
      this.#closeForViolation(error, close);
    } catch (error) {
      this.#owner.reportBug(error);
      this.#closeForViolation(null, CLOSE.internalError);
    }
  }

  #receiveMessage(raw: RawMessage): void {
    if (this.#isClosing) return;
    const nowMs = this.#lastReceivedAtMs;
    if (this.#messageBucket.take(1, nowMs)) {
      this.#owner.messageReceived(this, raw, nowMs);
    } else {
      this.#closeForViolation("too-fast", CLOSE.tooFast);
    }
  }

  #answerClose(code: number): void {
    this.#sendCloseFrame(CLOSE.normal, "");
    this.#notifyDetached(this.#reasonOfClose(code));
  }

  /** Other clients than those of `maru.v1` do not come back. */
  #reasonOfClose(code: number): LeaveReason {
    if (LEAVE_CLOSE_CODES.has(code)) return "left";
    if (!AWAY_CLOSE_CODES.has(code)) return "timeout";
    return this.#acceptsBatches ? "closed" : "left";
  }

  /** Closes because the client broke a limit or the protocol; its seat ends. */
  #closeForViolation(error: ErrorCode | null, code: CloseCode): void {
    if (this.#isClosing) return;
    if (error !== null && code !== CLOSE.tooSlow) {
      const message = createErrorMessage(error);
      this.#write(
        encodeSeparateFrames([...this.#sendQueue, message], new Slab()),
      );
      this.#dropQueue();
    }
    this.#sendCloseFrame(code, error ?? "");
    this.#notifyDetached("policy");
  }

  /**
   * Sends a close frame; {@linkcode sweep} destroys the stream if the client
   * does not close.
   */
  #sendCloseFrame(code: CloseCode, reason: string): void {
    if (this.#isClosing) return;
    if (!this.#isFinishing) {
      this.#owner.closeFrameSent(this, code, reason);
      if (!this.#stream.destroyed) {
        new Sender(this.#stream).close(code, reason, false);
      }
    }
    this.#isClosing = true;
    this.#destroyAtMs = this.#owner.nowMs() + CLOSE_TIMEOUT_MS;
    this.#stream.end();
  }

  #write(bytes: Uint8Array): void {
    if (this.#canWrite) this.#stream.write(bytes);
  }

  #handleStreamEnd(): void {
    this.#isClosing = true;
    this.#notifyDetached("timeout");
    this.#stream.destroy();
  }

  #notifyDetached(reason: LeaveReason): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    this.#owner.socketDetached(this, reason, this.#owner.nowMs());
  }
}
