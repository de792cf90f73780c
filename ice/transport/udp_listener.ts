/**
 * UDP socket of one local address on the TURN port, and its five-tuples with an
 * allocation.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { Allocation, FiveTuple } from "../turn/allocation/allocation.ts";
import type { BindFailure } from "../turn/allocation/relayed_address_table.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import type { UdpEngine, UdpSocket } from "./udp_engine.ts";

/** A UDP socket that serves TURN. */
export class UdpListener {
  readonly #turn: TurnServer;
  /** By client address, then port: a lookup builds no string. */
  readonly #fiveTuples = new Map<string, Map<number, UdpFiveTuple>>();
  readonly #socket: UdpSocket;

  private constructor(turn: TurnServer, socket: UdpSocket) {
    this.#turn = turn;
    this.#socket = socket;
  }

  /** Binds the address. */
  static open(
    engine: UdpEngine,
    local: TransportAddress,
    turn: TurnServer,
  ): UdpListener | BindFailure {
    let listener: UdpListener | null = null;
    // No rest parameter: it would create an array for each packet.
    const socket = engine.bind(
      local,
      "any",
      (bytes, start, end, hostname, port, nowMs) => {
        listener?.receive(bytes, start, end, hostname, port, nowMs);
      },
    );
    if (typeof socket === "string") return socket;
    listener = new UdpListener(turn, socket);
    return listener;
  }

  /** Address that the socket is bound to. */
  get local(): TransportAddress {
    return { hostname: this.#socket.hostname, port: this.#socket.port };
  }

  /** Whether the socket stopped receiving. */
  get hasFailed(): boolean {
    return this.#socket.hasFailed;
  }

  /** Handles one datagram. */
  receive(
    bytes: Uint8Array,
    start: number,
    end: number,
    hostname: string,
    port: number,
    nowMs: number,
  ): void {
    const fiveTuple = this.#fiveTuples.get(hostname)?.get(port) ??
      new UdpFiveTuple(
        this.#socket,
        { hostname, port },
        this.#removeFiveTuple,
      );
    this.#turn.receive(fiveTuple, bytes, start, end, nowMs);
    // One request can end an expired allocation, which removes the five-tuple,
    // and create the next one.
    if (fiveTuple.allocation && !fiveTuple.isStored) {
      this.#addFiveTuple(fiveTuple);
    }
  }

  /** Ends its allocations and closes the socket. */
  close(): void {
    for (const fiveTuples of [...this.#fiveTuples.values()]) {
      for (const fiveTuple of [...fiveTuples.values()]) {
        this.#turn.fiveTupleClosed(fiveTuple);
      }
    }
    this.#socket.close();
  }

  #addFiveTuple(fiveTuple: UdpFiveTuple): void {
    const { hostname, port } = fiveTuple.remote;
    const ports = this.#fiveTuples.get(hostname) ??
      new Map<number, UdpFiveTuple>();
    ports.set(port, fiveTuple);
    this.#fiveTuples.set(hostname, ports);
    fiveTuple.isStored = true;
  }

  #removeFiveTuple = (fiveTuple: UdpFiveTuple): void => {
    const { remote } = fiveTuple;
    fiveTuple.isStored = false;
    const ports = this.#fiveTuples.get(remote.hostname);
    ports?.delete(remote.port);
    if (ports?.size === 0) this.#fiveTuples.delete(remote.hostname);
  };
}

class UdpFiveTuple implements FiveTuple {
  readonly transport = "udp";
  readonly isStream = false;
  readonly local: TransportAddress;
  allocation: Allocation | null = null;
  /** Whether the listener finds it again. */
  isStored = false;

  readonly #socket: UdpSocket;
  readonly #onEnded: (fiveTuple: UdpFiveTuple) => void;

  constructor(
    socket: UdpSocket,
    readonly remote: TransportAddress,
    onEnded: (fiveTuple: UdpFiveTuple) => void,
  ) {
    this.local = socket;
    this.#socket = socket;
    this.#onEnded = onEnded;
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    this.#socket.send(bytes, start, end, this.remote);
  }

  allocationEnded(): void {
    this.#onEnded(this);
  }
}
