/**
 * One TCP or TLS connection of a client: splits its bytes into messages, and
 * limits its unread bytes and its idle time.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { Allocation, FiveTuple } from "../turn/allocation/allocation.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import { StreamFramer } from "./stream_framing.ts";
import type { UdpObserver } from "./udp_engine.ts";

/** Limits of stream clients. */
export interface StreamClientLimits {
  /** Connections in total. */
  readonly maxConnections: number;
  /** Connections per client network. */
  readonly maxConnectionsPerAddress: number;
  /** Buffered bytes for a client that does not read. */
  readonly maxBufferedBytes: number;
  /** Time without an allocation. */
  readonly idleMs: number;
  /** Duration of a TLS handshake. */
  readonly handshakeMs: number;
  /** Time for an incomplete message, and for a full buffer. */
  readonly stalledMs: number;
}

/** Defaults of {@linkcode StreamClientLimits}. */
export const DEFAULT_STREAM_CLIENT_LIMITS: StreamClientLimits = {
  maxConnections: 2048,
  maxConnectionsPerAddress: 256,
  maxBufferedBytes: 262_144,
  idleMs: 30_000,
  handshakeMs: 10_000,
  stalledMs: 20_000,
};

/** Transport and addresses of a connection. */
export interface StreamAddresses {
  /** Transport between client and server. */
  readonly transport: "tcp" | "tls";
  /** Address of the client. */
  readonly remote: TransportAddress;
  /** Address of the server that the client reached. */
  readonly local: TransportAddress;
}

/** A stream as a five-tuple. */
export class StreamConnection implements FiveTuple {
  /** Messages are framed, and ChannelData is padded. */
  readonly isStream = true;
  /** Transport between client and server. */
  readonly transport: "tcp" | "tls";
  /** Address of the client. */
  readonly remote: TransportAddress;
  /** Address of the server that the client reached. */
  readonly local: TransportAddress;
  /** Allocation of the client; null before Allocate. */
  allocation: Allocation | null = null;
  readonly #stream: Duplex;
  readonly #turn: TurnServer;
  readonly #limits: StreamClientLimits;
  readonly #observer: UdpObserver;
  readonly #framer = new StreamFramer();
  #unallocatedSinceMs: number;
  #partialMessageSinceMs: number | null = null;
  #bufferFullSinceMs: number | null = null;
  #isClosed = false;

  /** Starts reading from a stream whose handshake is done. */
  constructor(
    stream: Duplex,
    addresses: StreamAddresses,
    turn: TurnServer,
    limits: StreamClientLimits,
    observer: UdpObserver,
  ) {
    this.transport = addresses.transport;
    this.remote = addresses.remote;
    this.local = addresses.local;
    this.#stream = stream;
    this.#turn = turn;
    this.#limits = limits;
    this.#observer = observer;
    this.#unallocatedSinceMs = observer.nowMs();
    stream.on("data", (chunk: Uint8Array) => this.#receive(chunk));
  }

  /** Sends `bytes[start, end)`, or drops it when the client does not read. */
  send(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isClosed) return;
    if (this.#stream.writableLength > this.#limits.maxBufferedBytes) {
      this.#bufferFullSinceMs ??= this.#observer.nowMs();
      return this.#observer.onDrop("slow-client");
    }
    this.#bufferFullSinceMs = null;
    this.#stream.write(bytes.slice(start, end));
  }

  /** Starts the idle time. */
  allocationEnded(): void {
    this.#unallocatedSinceMs = this.#observer.nowMs();
  }

  /** Closes the connection when a time limit has passed. */
  sweep(nowMs: number): void {
    const { idleMs, stalledMs } = this.#limits;
    const hasElapsed = (sinceMs: number | null, maxMs: number) =>
      sinceMs !== null && nowMs - sinceMs >= maxMs;
    if (this.#stream.writableLength <= this.#limits.maxBufferedBytes) {
      this.#bufferFullSinceMs = null;
    }
    const isIdle = !this.allocation &&
      hasElapsed(this.#unallocatedSinceMs, idleMs);
    const isStuck = hasElapsed(this.#partialMessageSinceMs, stalledMs) ||
      hasElapsed(this.#bufferFullSinceMs, stalledMs);
    if (isIdle || isStuck) this.close();
  }

  /** Ends the allocation and the connection. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#turn.fiveTupleClosed(this);
    this.#stream.destroy();
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isClosed) return;
    const nowMs = this.#observer.nowMs();
    try {
      const isTurn = this.#framer.push(chunk, (bytes, start, end) => {
        if (!this.#isClosed) {
          this.#turn.receive(this, bytes, start, end, nowMs);
        }
      });
      if (!isTurn) {
        this.#observer.onDrop("not-turn");
        return this.close();
      }
    } catch (error) {
      this.#observer.onDrop("failure");
      this.#observer.onError(error);
    }
    if (this.#framer.pendingBytes === 0) this.#partialMessageSinceMs = null;
    else this.#partialMessageSinceMs ??= nowMs;
  }
}
