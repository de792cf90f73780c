/**
 * Limits of relayed bytes: of one allocation, of all those of anonymous clients,
 * and of all together. The difference of the last two is kept for seats.
 *
 * @module
 */
import { TokenBucket } from "../../../server/net/token_bucket.ts";
import type { Allocation } from "../allocation/allocation.ts";
import type { DropReason } from "./drop_counters.ts";

/** Bytes per second; the burst is one second of them. */
export interface ByteRateLimits {
  /** Rate of all allocations together. */
  readonly maxTotalRelayBytesPerSecond: number;
  /** Rate of all allocations of credentials from `/ice`. */
  readonly maxAnonymousRelayBytesPerSecond: number;
}

/** Buckets that allocations have in common. */
export class ByteRates {
  readonly #total: TokenBucket;
  readonly #anonymous: TokenBucket;

  /** Creates full buckets. */
  constructor(limits: ByteRateLimits) {
    this.#total = createBucket(limits.maxTotalRelayBytesPerSecond);
    this.#anonymous = createBucket(limits.maxAnonymousRelayBytesPerSecond);
  }

  /** Takes the bytes of one packet; the reason to drop it above a limit. */
  take(
    { byteBucket, principal }: Allocation,
    bytes: number,
    nowMs: number,
  ): DropReason | null {
    if (!byteBucket.take(bytes, nowMs)) return "too-fast";
    const isWithinTotal =
      (!principal.isAnonymous || this.#anonymous.take(bytes, nowMs)) &&
      this.#total.take(bytes, nowMs);
    return isWithinTotal ? null : "server-busy";
  }
}

function createBucket(perSecond: number): TokenBucket {
  return new TokenBucket({ perSecond, burst: perSecond }, 0);
}
