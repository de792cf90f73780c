/**
 * The connections of the front: counts them, knows in which stage each is, and
 * cuts those that dawdle.
 *
 * @module
 */
import type net from "node:net";
import { ConnectionQuota } from "../net/connection_quota.ts";
import { canonicalizeIp } from "../net/ip_address.ts";
import {
  type ConnectionPhase,
  type FrontLimits,
  phaseDeadlineOf,
} from "./front_limits.ts";

/** The other end of a connection, as TCP tells it. */
export interface TcpPeer {
  readonly address: string;
  readonly port: number;
  /** True when the connection came over our own TLS. */
  readonly isTls: boolean;
}

/** A TCP connection; `stream` is the TLS stream on it once there is one. */
export interface FrontConnection {
  readonly socket: net.Socket;
  stream: net.Socket;
  readonly peer: TcpPeer;
  phase: ConnectionPhase;
  /** When the sweep cuts it. */
  deadlineAtMs: number;
}

/** What the connections are held to. */
export interface FrontConnectionsOptions {
  readonly limits: FrontLimits;
  /**
   * In whose name a connection is counted; null for a trusted proxy, whose
   * connections stand for many clients.
   */
  readonly quotaKeyOf: (address: string) => string | null;
}

/** Every TCP connection of the front. */
export class FrontConnections {
  readonly #options: FrontConnectionsOptions;
  readonly #quota: ConnectionQuota;
  readonly #open = new Map<net.Socket, FrontConnection>();

  constructor(rules: FrontConnectionsOptions) {
    this.#options = rules;
    this.#quota = new ConnectionQuota(rules.limits);
  }

  /** Counts a new TCP connection, or cuts it and returns null. */
  admit(
    socket: net.Socket,
    isTls: boolean,
    nowMs: number,
  ): FrontConnection | null {
    const { limits, quotaKeyOf } = this.#options;
    const address = canonicalizeIp(socket.remoteAddress ?? "") ?? "";
    const port = socket.remotePort ?? 0;
    const owner = quotaKeyOf(address) ?? `proxy ${port}`;
    if (address === "" || this.#quota.acquire(owner) !== null) {
      socket.on("error", () => {});
      socket.destroy();
      return null;
    }
    const connection: FrontConnection = {
      socket,
      stream: socket,
      peer: { address, port, isTls },
      phase: "handshake",
      deadlineAtMs: phaseDeadlineOf("handshake", limits, nowMs),
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
  enterPhase(
    connection: FrontConnection,
    stage: ConnectionPhase,
    nowMs: number,
  ): void {
    connection.phase = stage;
    connection.deadlineAtMs = phaseDeadlineOf(
      stage,
      this.#options.limits,
      nowMs,
    );
  }

  /** Cuts what is over time; what still owes its head is told first. */
  sweep(
    nowMs: number,
    onLateHead: (connection: FrontConnection) => void,
  ): void {
    for (const connection of this.#open.values()) {
      if (nowMs < connection.deadlineAtMs) continue;
      if (connection.phase === "header") onLateHead(connection);
      else destroyConnection(connection);
    }
  }

  /** Cuts every connection. */
  destroy(): void {
    for (const connection of this.#open.values()) destroyConnection(connection);
  }
}

function destroyConnection({ stream, socket }: FrontConnection): void {
  stream.destroy();
  socket.destroy();
}
