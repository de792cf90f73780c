/**
 * The connections of the front: counts them, knows in which stage each is, and
 * cuts those that dawdle.
 *
 * @module
 */
import type net from "node:net";
import { ConnectionQuota } from "../net/connection_quota.ts";
import { deadlineOf, type FrontLimits, type Stage } from "./front_limits.ts";

/** The other end of a connection, as TCP tells it. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** True when the connection came over our own TLS. */
  readonly isTls: boolean;
}

/** A TCP connection; `stream` is the TLS stream on it once there is one. */
export interface Connection {
  readonly socket: net.Socket;
  stream: net.Socket;
  readonly peer: Peer;
  stage: Stage;
  /** When the sweep cuts it. */
  cutAtMs: number;
}

/** What the connections are held to. */
export interface ConnectionRules {
  readonly limits: FrontLimits;
  /**
   * In whose name a connection is counted; null for a trusted proxy, whose
   * connections stand for many clients.
   */
  readonly ownerOf: (address: string) => string | null;
}

/** Every TCP connection of the front. */
export class FrontConnections {
  readonly #rules: ConnectionRules;
  readonly #quota: ConnectionQuota;
  readonly #open = new Map<net.Socket, Connection>();

  constructor(rules: ConnectionRules) {
    this.#rules = rules;
    this.#quota = new ConnectionQuota(rules.limits);
  }

  /** Counts a new TCP connection, or cuts it and returns null. */
  admit(socket: net.Socket, isTls: boolean, nowMs: number): Connection | null {
    const { limits, ownerOf } = this.#rules;
    const address = plainAddress(socket.remoteAddress);
    const port = socket.remotePort ?? 0;
    const owner = ownerOf(address) ?? `proxy ${port}`;
    if (address === "" || this.#quota.acquire(owner) !== null) {
      socket.on("error", () => {});
      socket.destroy();
      return null;
    }
    const connection: Connection = {
      socket,
      stream: socket,
      peer: { address, port, isTls },
      stage: "handshake",
      cutAtMs: deadlineOf("handshake", limits, nowMs),
    };
    this.#open.set(socket, connection);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => {
      this.#open.delete(socket);
      this.#quota.release(owner);
    });
    return connection;
  }

  /** Begins a stage, or its time anew. */
  enter(connection: Connection, stage: Stage, nowMs: number): void {
    connection.stage = stage;
    connection.cutAtMs = deadlineOf(stage, this.#rules.limits, nowMs);
  }

  /** Cuts what is over time; what still owes its head is told first. */
  sweep(nowMs: number, onLateHead: (connection: Connection) => void): void {
    for (const connection of this.#open.values()) {
      if (nowMs < connection.cutAtMs) continue;
      if (connection.stage === "header") onLateHead(connection);
      else cut(connection);
    }
  }

  /** Cuts every connection. */
  destroy(): void {
    for (const connection of this.#open.values()) cut(connection);
  }
}

function cut({ stream, socket }: Connection): void {
  stream.destroy();
  socket.destroy();
}

/** An IPv4 address that came through an IPv6 socket, as IPv4. */
function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
}
