/**
 * The UDP socket of one local address on the TURN port, and the five-tuples
 * with an allocation on it.
 *
 * @module
 */
import type { Address } from "../../server/net/ip_address.ts";
import type { Allocation, ClientPath } from "../turn/allocation/allocation.ts";
import type { BindFailure } from "../turn/server/turn_context.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import type { UdpEngine, UdpSocket } from "./udp_engine.ts";

/** Listens until it is closed. */
export class UdpListener {
  readonly #turn: TurnServer;
  /** By client literal, then port: no text is put together per packet. */
  readonly #paths = new Map<string, Map<number, UdpPath>>();
  readonly #socket: UdpSocket;

  private constructor(turn: TurnServer, socket: UdpSocket) {
    this.#turn = turn;
    this.#socket = socket;
  }

  /** Binds the address, or says why not. */
  static open(
    engine: UdpEngine,
    local: Address,
    turn: TurnServer,
  ): UdpListener | BindFailure {
    let listener: UdpListener | null = null;
    // Spelled out: a rest parameter would make an array of each packet.
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

  /** Address it is bound to. */
  get local(): Address {
    return { hostname: this.#socket.hostname, port: this.#socket.port };
  }

  /** Whether nothing arrives here any more. */
  get hasFailed(): boolean {
    return this.#socket.hasFailed;
  }

  /** Takes one datagram. */
  receive(
    bytes: Uint8Array,
    start: number,
    end: number,
    hostname: string,
    port: number,
    nowMs: number,
  ): void {
    const kept = this.#paths.get(hostname)?.get(port);
    if (kept) return this.#turn.receive(kept, bytes, start, end, nowMs);
    const path = new UdpPath(this.#socket, { hostname, port }, this.#forget);
    this.#turn.receive(path, bytes, start, end, nowMs);
    if (path.allocation) this.#keep(path);
  }

  /** Ends its allocations and closes the socket. */
  close(): void {
    for (const paths of [...this.#paths.values()]) {
      for (const path of [...paths.values()]) this.#turn.pathClosed(path);
    }
    this.#socket.close();
  }

  #keep(path: UdpPath): void {
    const { hostname, port } = path.remote;
    const ports = this.#paths.get(hostname) ?? new Map<number, UdpPath>();
    ports.set(port, path);
    this.#paths.set(hostname, ports);
  }

  #forget = ({ remote }: UdpPath): void => {
    const ports = this.#paths.get(remote.hostname);
    ports?.delete(remote.port);
    if (ports?.size === 0) this.#paths.delete(remote.hostname);
  };
}

class UdpPath implements ClientPath {
  readonly transport = "udp";
  readonly isStream = false;
  readonly local: Address;
  allocation: Allocation | null = null;

  readonly #socket: UdpSocket;
  readonly #forget: (path: UdpPath) => void;

  constructor(
    socket: UdpSocket,
    readonly remote: Address,
    forget: (path: UdpPath) => void,
  ) {
    this.local = socket;
    this.#socket = socket;
    this.#forget = forget;
  }

  send(bytes: Uint8Array, start: number, end: number): void {
    this.#socket.send(bytes, start, end, this.remote);
  }

  allocationEnded(): void {
    this.#forget(this);
  }
}
