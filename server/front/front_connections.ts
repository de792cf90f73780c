/**
 * Connections of the front: counts them, knows the phase of each, and closes
 * those that exceed the deadline of their phase.
 *
 * @module
 */
import { ConnectionQuota } from "../net/connection_quota.ts";
import type { TransportAddress } from "../net/ip_address.ts";
import type { PortConnection } from "../net/port_listener.ts";
import type { RefusalReporter } from "../refusals/refusal_log.ts";
import {
  type ConnectionPhase,
  type FrontLimits,
  phaseDeadlineOf,
} from "./front_limits.ts";

/** A connection after its handshake. */
export interface FrontConnection extends PortConnection {
  /** Current phase; change it by `enterPhase()`. */
  phase: ConnectionPhase;
  /** Time at which a sweep closes it. */
  deadlineAtMs: number;
}

/** Limits, and whom a connection counts for. */
export interface FrontConnectionsOptions {
  /** Limits of the connections. */
  readonly limits: FrontLimits;
  /**
   * Network that a connection from this address counts for; null for a trusted
   * proxy, whose connections stand for many clients.
   */
  readonly quotaKeyOf: (address: string) => string | null;
  /** Reports each refused connection. */
  readonly onRefusal: RefusalReporter;
}

const QUOTA_CAUSES = {
  total: "front-full",
  address: "front-address-full",
} as const;

/** Phases in which no request is lost when the connection is closed. */
const REPLACEABLE_PHASES: ReadonlySet<ConnectionPhase> = new Set<
  ConnectionPhase
>(["idle", "closing"]);

/** Every TCP connection of the front. */
export class FrontConnections {
  readonly #options: FrontConnectionsOptions;
  readonly #quota: ConnectionQuota;
  readonly #open = new Set<FrontConnection>();

  /** Creates an empty set. */
  constructor(options: FrontConnectionsOptions) {
    this.#options = options;
    this.#quota = new ConnectionQuota(options.limits);
  }

  /** Number of open connections, unfinished handshakes included. */
  get count(): number {
    return this.#quota.total;
  }

  /**
   * Counts a new connection. Where there is no free slot, a connection that is
   * idle or answered is closed for it.
   *
   * @returns The function that gives the slot back, or null beyond the limits.
   */
  acquireSlot(remote: TransportAddress): (() => void) | null {
    const owner = this.#ownerOf(remote);
    if (this.#quota.acquire(owner) !== null) {
      this.#closeIdle(owner);
      const refusal = this.#quota.acquire(owner);
      if (refusal !== null) {
        this.#options.onRefusal(QUOTA_CAUSES[refusal], {
          peer: remote.hostname,
        });
        return null;
      }
    }
    return () => this.#quota.release(owner);
  }

  /** Adds a connection that has a slot; it is about to send a request. */
  add(accepted: PortConnection, nowMs: number): FrontConnection {
    const connection: FrontConnection = {
      ...accepted,
      phase: "header",
      deadlineAtMs: phaseDeadlineOf("header", this.#options.limits, nowMs),
    };
    this.#open.add(connection);
    connection.socket.once("close", () => this.#open.delete(connection));
    return connection;
  }

  /** Enters a phase, or restarts the time of the present one. */
  enterPhase(
    connection: FrontConnection,
    phase: ConnectionPhase,
    nowMs: number,
  ): void {
    connection.phase = phase;
    connection.deadlineAtMs = phaseDeadlineOf(
      phase,
      this.#options.limits,
      nowMs,
    );
  }

  /** Closes connections that are over their deadline; late heads get an answer. */
  sweep(
    nowMs: number,
    onLateHead: (connection: FrontConnection) => void,
  ): void {
    for (const connection of this.#open) {
      if (nowMs < connection.deadlineAtMs) continue;
      if (connection.phase === "header") onLateHead(connection);
      else destroyConnection(connection);
    }
  }

  /** Closes every connection at once. */
  destroy(): void {
    for (const connection of this.#open) destroyConnection(connection);
  }

  /** Closes the idle or answered connection with the next deadline: one of `owner`, or of anyone if all slots are taken. */
  #closeIdle(owner: string): void {
    const isFull = this.#quota.total >= this.#options.limits.maxConnections;
    let oldest: FrontConnection | null = null;
    for (const connection of this.#open) {
      if (!REPLACEABLE_PHASES.has(connection.phase)) continue;
      if (!isFull && this.#ownerOf(connection.remote) !== owner) continue;
      if (oldest && oldest.deadlineAtMs <= connection.deadlineAtMs) continue;
      oldest = connection;
    }
    if (oldest === null) return;
    oldest.releaseSlot();
    destroyConnection(oldest);
  }

  #ownerOf({ hostname, port }: TransportAddress): string {
    return this.#options.quotaKeyOf(hostname) ?? `proxy ${port}`;
  }
}

function destroyConnection({ stream, socket }: FrontConnection): void {
  stream.destroy();
  socket.destroy();
}
