/**
 * Limits of knocks.
 *
 * @module
 */
import { ConnectionQuota } from "../../server/net/connection_quota.ts";

/** Finite limits of knocks. */
export interface KnockLimits {
  /** Knocks at one room. */
  readonly maxKnocksPerRoom: number;
  /** Knocks from one address, in all rooms. */
  readonly maxKnocksPerAddress: number;
  /** Seconds after which an unanswered knock expires. */
  readonly knockSeconds: number;
}

/**
 * Time for which a knock that was not admitted still counts for its address,
 * so that nobody can knock without pause.
 */
export const KNOCK_COOLDOWN_MS = 10_000;

/**
 * Time after which a knock without a name expires. Members do not see it and
 * cannot refuse it; a page sends its name at once.
 */
export const NAMELESS_KNOCK_TIMEOUT_MS = 10_000;

/** Counts the knocks of each address, including those in their cooldown. */
export class KnockQuota {
  readonly #quota: ConnectionQuota;
  readonly #coolingDown: { readonly key: string; readonly untilMs: number }[] =
    [];

  /** `maxConnections` limits the knocks of all addresses together. */
  constructor(limits: KnockLimits & { readonly maxConnections: number }) {
    this.#quota = new ConnectionQuota({
      maxConnections: limits.maxConnections,
      maxConnectionsPerAddress: limits.maxKnocksPerAddress,
    });
  }

  /** Counts a knock; false when the address has reached its limit. */
  acquire(key: string, nowMs: number): boolean {
    this.releaseExpired(nowMs);
    return this.#quota.acquire(key) === null;
  }

  /** Stops counting a knock. */
  release(key: string): void {
    this.#quota.release(key);
  }

  /** Stops counting a knock after {@linkcode KNOCK_COOLDOWN_MS}. */
  releaseAfterCooldown(key: string, nowMs: number): void {
    this.#coolingDown.push({ key, untilMs: nowMs + KNOCK_COOLDOWN_MS });
  }

  /** Stops counting knocks whose cooldown is over. */
  releaseExpired(nowMs: number): void {
    const active = this.#coolingDown.findIndex(({ untilMs }) =>
      untilMs > nowMs
    );
    const count = active === -1 ? this.#coolingDown.length : active;
    for (const { key } of this.#coolingDown.splice(0, count)) this.release(key);
  }
}
