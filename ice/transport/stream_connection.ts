/**
 * One TCP or TLS connection of a client: cuts its bytes into messages, and
 * bounds what it may leave unread and how long it may stay silent.
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
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  /** Bytes that may wait for a client that does not read. */
  readonly maxBufferedBytes: number;
  /** How long a connection may be without an allocation. */
  readonly idleMs: number;
  /** How long a TLS handshake may take. */
  readonly handshakeMs: number;
  /** How long a message may stay unfinished, and a full buffer full. */
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

/** Ends of a connection that a path needs. */
export interface StreamAddresses {
  readonly transport: "tcp" | "tls";
  readonly remote: TransportAddress;
  readonly local: TransportAddress;
}

/** The five-tuple of a stream. */
export class StreamConnection implements FiveTuple {
  readonly isStream = true;
  readonly transport: "tcp" | "tls";
  readonly remote: TransportAddress;
  readonly local: TransportAddress;
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

  constructor(
    stream: Duplex,
    ends: StreamAddresses,
    turn: TurnServer,
    limits: StreamClientLimits,
    observer: UdpObserver,
  ) {
    this.transport = ends.transport;
    this.remote = ends.remote;
    this.local = ends.local;
    this.#stream = stream;
    this.#turn = turn;
    this.#limits = limits;
    this.#observer = observer;
    this.#unallocatedSinceMs = observer.nowMs();
    stream.on("data", (chunk: Uint8Array) => this.#receive(chunk));
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    if (this.#isClosed) return;
    if (this.#stream.writableLength > this.#limits.maxBufferedBytes) {
      this.#bufferFullSinceMs ??= this.#observer.nowMs();
      return this.#observer.onDrop("slow-client");
    }
    this.#bufferFullSinceMs = null;
    this.#stream.write(bytes.slice(start, end));
  }

  allocationEnded(): void {
    this.#unallocatedSinceMs = this.#observer.nowMs();
  }

  /** Closes when the client was silent, slow or without an allocation too long. */
  sweep(nowMs: number): void {
    const { idleMs, stalledMs } = this.#limits;
    const isOver = (sinceMs: number | null, maxMs: number) =>
      sinceMs !== null && nowMs - sinceMs >= maxMs;
    if (this.#stream.writableLength <= this.#limits.maxBufferedBytes) {
      this.#bufferFullSinceMs = null;
    }
    const isIdle = !this.allocation && isOver(this.#unallocatedSinceMs, idleMs);
    const isStuck = isOver(this.#partialMessageSinceMs, stalledMs) ||
      isOver(this.#bufferFullSinceMs, stalledMs);
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
