/**
 * Bounds on those who wait before locked rooms.
 *
 * @module
 */
import { ConnectionQuota } from "../../server/net/connection_quota.ts";

/** Finite bounds on those who wait. */
export interface KnockLimits {
  readonly maxKnocksPerRoom: number;
  /** Over all rooms. */
  readonly maxKnocksPerAddress: number;
  /** How long a knock waits for an answer. */
  readonly knockSeconds: number;
}

/**
 * How long a knock that was not let in still counts for its address, so that
 * nobody rings the bell without end.
 */
export const KNOCK_COOLDOWN_MS = 10_000;

/**
 * How long a knock may stay without a name. Nobody sees it, so nobody could
 * refuse it, and a page says its name at once.
 */
export const NAMELESS_KNOCK_TIMEOUT_MS = 10_000;

/** Counts the knocks of each address, those of the last seconds too. */
export class KnockQuota {
  readonly #quota: ConnectionQuota;
  readonly #coolingDown: { readonly key: string; readonly untilMs: number }[] =
    [];

  constructor(limits: KnockLimits & { readonly maxConnections: number }) {
    this.#quota = new ConnectionQuota({
      maxConnections: limits.maxConnections,
      maxConnectionsPerAddress: limits.maxKnocksPerAddress,
    });
  }

  /** False when the address has as many as it may have. */
  acquire(key: string, nowMs: number): boolean {
    this.releaseExpired(nowMs);
    return this.#quota.acquire(key) === null;
  }

  release(key: string): void {
    this.#quota.release(key);
  }

  releaseAfterCooldown(key: string, nowMs: number): void {
    this.#coolingDown.push({ key, untilMs: nowMs + KNOCK_COOLDOWN_MS });
  }

  releaseExpired(nowMs: number): void {
    const due = this.#coolingDown.findIndex(({ untilMs }) => untilMs > nowMs);
    const count = due === -1 ? this.#coolingDown.length : due;
    for (const { key } of this.#coolingDown.splice(0, count)) this.release(key);
  }
}
