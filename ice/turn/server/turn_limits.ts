/**
 * Every limit of the TURN server, finite by default.
 *
 * @module
 */

import type { RelayQuotaLimits } from "../allocation/allocation_quota.ts";

/** Limits and lifetimes; durations in milliseconds unless the name says else. */
export interface TurnLimits extends RelayQuotaLimits {
  /** RFC 8656 §7.2: what a client gets that asks for nothing or for less. */
  readonly defaultLifetimeSeconds: number;
  readonly maxLifetimeSeconds: number;
  /** RFC 8656 §9. */
  readonly permissionMs: number;
  /** RFC 8656 §12. */
  readonly channelMs: number;
  /** RFC 8656 §7.2: how long a reserved port is kept. */
  readonly reservationMs: number;
  readonly nonceMs: number;
  readonly maxPermissions: number;
  readonly maxChannels: number;
  /** Both directions together, per allocation; one second of it may burst. */
  readonly maxBytesPerSecond: number;
  /** Bytes of answers to unauthenticated packets, per source and second. */
  readonly maxChallengeBytesPerSecond: number;
}

/** Defaults of {@linkcode TurnLimits}. */
export const DEFAULT_TURN_LIMITS: TurnLimits = {
  defaultLifetimeSeconds: 600,
  maxLifetimeSeconds: 3600,
  permissionMs: 300_000,
  channelMs: 600_000,
  reservationMs: 30_000,
  nonceMs: 3_600_000,
  maxAllocations: 4096,
  maxAllocationsPerUser: 128,
  maxAllocationsPerIp: 512,
  maxPermissions: 128,
  maxChannels: 128,
  maxBytesPerSecond: 5_000_000,
  maxChallengeBytesPerSecond: 4096,
};
