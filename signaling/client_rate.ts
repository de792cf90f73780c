/**
 * Rate of a client's messages, bytes and unlocks.
 *
 * @module
 */
import { TokenBucket } from "../server/net/token_bucket.ts";

/** Burst of every rate, in seconds of that rate. */
export const BURST_SECONDS = 4;

/** Creates the bucket of one client for one rate. */
export function createClientRateBucket(
  perSecond: number,
  nowMs: number,
): TokenBucket {
  return new TokenBucket(
    { perSecond, burst: perSecond * BURST_SECONDS },
    nowMs,
  );
}
