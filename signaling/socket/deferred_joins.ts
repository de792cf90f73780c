/**
 * Sockets that were opened before their client joins, such as that of a lobby.
 * They have no seat and receive nothing. They end after a while, and earlier
 * when a client that joins needs their place in the limits of connections.
 *
 * @module
 */
import type { ClientInfo } from "../room/seat.ts";

/** Milliseconds in which a client has to join. */
export const DEFERRED_JOIN_TIMEOUT_MS = 120_000;

/** The client of such a socket. */
export interface DeferredJoin {
  /** Who is at the other end. */
  readonly client: ClientInfo;
  /** True for clients that count received messages (`maru.v1`). */
  readonly countsReceived: boolean;
  /** Which of the sockets of its page this is; null when the page does not count. */
  readonly attempt: string | null;
}

interface Entry extends DeferredJoin {
  readonly expiresAtMs: number;
}

/** Sockets without a seat, the oldest first. */
export class DeferredJoins<Socket> {
  readonly #entries = new Map<Socket, Entry>();

  /** Adds a socket. */
  add(socket: Socket, join: DeferredJoin, nowMs: number): void {
    const expiresAtMs = nowMs + DEFERRED_JOIN_TIMEOUT_MS;
    this.#entries.set(socket, { ...join, expiresAtMs });
  }

  /** The client of a socket, or null when it is not one of these. */
  find(socket: Socket): DeferredJoin | null {
    return this.#entries.get(socket) ?? null;
  }

  /** Removes a socket: its client joins, or it ends. */
  remove(socket: Socket): void {
    this.#entries.delete(socket);
  }

  /** The oldest socket, of one client network or of all. */
  oldest(quotaKey: string | null): Socket | null {
    for (const [socket, { client }] of this.#entries) {
      if (quotaKey === null || client.quotaKey === quotaKey) return socket;
    }
    return null;
  }

  /** Sockets whose time is over. */
  expired(nowMs: number): readonly Socket[] {
    return [...this.#entries]
      .filter(([, { expiresAtMs }]) => nowMs >= expiresAtMs)
      .map(([socket]) => socket);
  }

  /** All sockets. */
  all(): readonly Socket[] {
    return [...this.#entries.keys()];
  }
}
