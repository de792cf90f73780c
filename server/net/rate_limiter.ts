/**
 * A token bucket for each key, in bounded memory.
 *
 * @module
 */

/** How fast a bucket empties and fills. */
export interface RateLimiterOptions {
  /** Takes in one burst. */
  readonly burst: number;
  /** Takes a second in the long run. */
  readonly perSecond: number;
  /** Keys remembered; past it the one not seen for longest is forgotten. */
  readonly maxKeys: number;
}

/** Counts takes by key. The caller hands in the clock. */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  /** When each bucket is full again; least recently used first, as in any Map. */
  readonly #fullAtMs = new Map<string, number>();

  /** @throws {RangeError} When a number is not above zero. */
  constructor(options: RateLimiterOptions) {
    for (const [name, value] of Object.entries(options)) {
      if (!(value > 0)) {
        throw new RangeError(`Cannot limit a rate: ${name} is ${value}`);
      }
    }
    this.#options = options;
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#fullAtMs.size;
  }

  /** Takes one token of `key`; 0 when there was one, else milliseconds to wait. */
  take(key: string, nowMs: number): number {
    const { burst, perSecond, maxKeys } = this.#options;
    const tokenMs = 1000 / perSecond;
    const fullAtMs = Math.max(this.#fullAtMs.get(key) ?? nowMs, nowMs);
    const waitMs = fullAtMs + tokenMs - burst * tokenMs - nowMs;
    this.#fullAtMs.delete(key);
    this.#fullAtMs.set(key, waitMs > 0 ? fullAtMs : fullAtMs + tokenMs);
    if (this.#fullAtMs.size > maxKeys) this.#evictOldest();
    return waitMs > 0 ? Math.ceil(waitMs) : 0;
  }

  #evictOldest(): void {
    for (const key of this.#fullAtMs.keys()) {
      this.#fullAtMs.delete(key);
      return;
    }
  }
}
