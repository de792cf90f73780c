/**
 * A token bucket for each key, in bounded memory.
 *
 * @module
 */

/** How fast a bucket empties and fills. */
export interface RateLimitOptions {
  /** Takes in one burst. */
  readonly burst: number;
  /** Takes a second in the long run. */
  readonly perSecond: number;
  /** Keys remembered; past it the one not seen for longest is forgotten. */
  readonly maxKeys: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Counts takes by key. The caller hands in the clock. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  /** Least recently used first, as a Map keeps its order. */
  readonly #buckets = new Map<string, Bucket>();

  /** @throws {RangeError} When a number is not above zero. */
  constructor(options: RateLimitOptions) {
    for (const [name, value] of Object.entries(options)) {
      if (!(value > 0)) {
        throw new RangeError(`Cannot limit a rate: ${name} is ${value}`);
      }
    }
    this.#options = options;
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token of `key`; 0 when there was one, else milliseconds to wait. */
  take(key: string, nowMs: number): number {
    const { burst, perSecond, maxKeys } = this.#options;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const sinceMs = Math.max(0, nowMs - bucket.atMs);
    bucket.tokens = Math.min(burst, bucket.tokens + sinceMs * perSecond / 1000);
    bucket.atMs = nowMs;
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > maxKeys) this.#forgetOldest();
    if (bucket.tokens < 1) {
      return Math.ceil((1 - bucket.tokens) * 1000 / perSecond);
    }
    bucket.tokens -= 1;
    return 0;
  }

  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}
