/**
 * Limits of the relay, derived from the settings. Credentials from `/ice` have
 * half of the ports and of the bytes; the other half is kept for seats.
 *
 * @module
 */
import type { TurnLimits } from "../../ice/turn/server/turn_limits.ts";
import type { RelayLimitSettings } from "../config/config.ts";
import type { PortRange } from "../net/port_range.ts";

const ANONYMOUS_SHARE = 0.5;

/** Derives the limits; a small range of ports counts like a limit of its size. */
export function deriveTurnLimits(
  settings: RelayLimitSettings,
  { first, last }: PortRange,
): Partial<TurnLimits> {
  const ports = Math.min(settings.maxAllocations, last - first + 1);
  return {
    ...settings,
    maxAnonymousAllocations: Math.max(1, Math.floor(ports * ANONYMOUS_SHARE)),
    maxAnonymousRelayBytesPerSecond: settings.maxTotalRelayBytesPerSecond *
      ANONYMOUS_SHARE,
  };
}
