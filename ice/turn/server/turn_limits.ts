/**
 * Limits of the TURN server, all finite by default.
 *
 * @module
 */
import type { ByteRateLimits } from "../relay/byte_rates.ts";
import type { RelayQuotaLimits } from "../allocation/allocation_quota.ts";

/** Limits and lifetimes; durations in milliseconds unless the name says otherwise. */
export interface TurnLimits extends RelayQuotaLimits, ByteRateLimits {
  /** RFC 8656 §7.2: lifetime for a request that names none or a shorter one. */
  readonly defaultLifetimeSeconds: number;
  /** RFC 8656 §7.2: longest lifetime that is granted. */
  readonly maxLifetimeSeconds: number;
  /** Lifetime of a permission, RFC 8656 §9. */
  readonly permissionMs: number;
  /** Lifetime of a channel binding, RFC 8656 §12. */
  readonly channelMs: number;
  /** RFC 8656 §7.2: time until a reserved port is closed. */
  readonly reservationMs: number;
  /** Time until a nonce is stale. */
  readonly nonceMs: number;
  /** Permissions per allocation. */
  readonly maxPermissions: number;
  /** Permissions and channel bindings of one client network. */
  readonly maxPermissionsPerIp: number;
  /** Permissions and channel bindings of the server. */
  readonly maxTotalPermissions: number;
  /** Channel bindings per allocation. */
  readonly maxChannels: number;
  /** Rate per allocation, both directions together; the burst is one second. */
  readonly maxRelayBytesPerSecond: number;
  /** Bytes of responses to unauthenticated packets, per source and second. */
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
  maxAnonymousAllocations: 2048,
  maxAllocationsPerUser: 128,
  maxAllocationsPerIp: 512,
  maxPermissions: 128,
  maxPermissionsPerIp: 8192,
  maxTotalPermissions: 131_072,
  maxChannels: 128,
  maxRelayBytesPerSecond: 5_000_000,
  maxTotalRelayBytesPerSecond: 125_000_000,
  maxAnonymousRelayBytesPerSecond: 62_500_000,
  maxChallengeBytesPerSecond: 4096,
};
