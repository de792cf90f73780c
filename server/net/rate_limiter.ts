/**
 * A token bucket per key, such as a client network, in bounded memory.
 *
 * @module
 */
import { TokenBucket, type TokenRate } from "./token_bucket.ts";

/** Rate per key, and number of keys. */
export interface RateLimiterOptions extends TokenRate {
  /** Number of buckets kept; the least recently used is dropped. */
  readonly maxKeys: number;
}

/** Limits the rate of each key; the caller passes the time. */
export class RateLimiter {
  readonly #options: RateLimiterOptions;
  /** Least recently used first: a Map keeps the order of insertion. */
  readonly #buckets = new Map<string, TokenBucket>();

  /** Creates a limiter without keys. @throws {RangeError} When a number is not above zero. */
  constructor(options: RateLimiterOptions) {
    for (const [name, value] of Object.entries(options)) {
      if (!(value > 0)) {
        throw new RangeError(`Cannot limit a rate: ${name} is ${value}`);
      }
    }
    this.#options = options;
  }

  /** Number of keys with a bucket. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token of `key` and returns 0, or returns the milliseconds to wait. */
  take(key: string, nowMs: number): number {
    const bucket = this.#buckets.get(key) ??
      new TokenBucket(this.#options, nowMs);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > this.#options.maxKeys) this.#evictOldest();
    return bucket.take(1, nowMs) ? 0 : bucket.waitMs(1, nowMs);
  }

  /** Milliseconds until `key` has a token, without taking it. */
  waitMs(key: string, nowMs: number): number {
    return this.#buckets.get(key)?.waitMs(1, nowMs) ?? 0;
  }

  #evictOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key);
      return;
    }
  }
}
