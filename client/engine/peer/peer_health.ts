/**
 * What to do about a connection that does not come up, or went down: a policy
 * without timers and without the connection itself.
 *
 * @module
 */

/** How a connection does, seen from outside. Times are of the call's clock. */
export interface Health {
  readonly state: RTCPeerConnectionState;
  /** When `state` began. */
  readonly stateSinceMs: number;
  /** When the first local description was set, or null before. */
  readonly describedAtMs: number | null;
  /** True when at least one candidate was gathered. */
  readonly hasGathered: boolean;
  /** When ICE was last restarted, or null when never since it last connected. */
  readonly restartedAtMs: number | null;
  /** Replacements since a connection to this member last worked. */
  readonly replacements: number;
  /** The impolite side acts first, so that both rarely act at once. */
  readonly isPolite: boolean;
}

/** What to do about it. */
export type Remedy = "none" | "restart-ice" | "replace";

/** A connection that has gathered nothing by then never will (Chromium). */
export const GATHER_MS = 4_000;
/** A connection that is not up by then is tried anew. */
export const CONNECT_MS = 15_000;
/** A path that is gone this long is searched anew. */
export const DISCONNECTED_MS = 3_000;
/** A restart that has not brought the connection back by then has failed. */
export const RESTART_MS = 12_000;
/** Head start of the impolite side. */
export const POLITE_WAIT_MS = 2_000;
/** Longest wait between replacements. */
export const MAX_CONNECT_MS = 60_000;

/** The remedy for a connection in this health. */
export function remedyFor(health: Health, nowMs: number): Remedy {
  const patience = health.isPolite ? POLITE_WAIT_MS : 0;
  const inState = nowMs - health.stateSinceMs;
  switch (health.state) {
    case "connected":
      return "none";
    case "new":
    case "connecting":
      return remedyForStart(health, nowMs, patience);
    case "disconnected":
      if (inState < DISCONNECTED_MS + patience) return "none";
      return remedyAfterRestart(health, nowMs, patience);
    case "failed":
      if (health.replacements > 0 && health.restartedAtMs === null) {
        return inState >= backoff(health, CONNECT_MS / 2) + patience
          ? "replace"
          : "none";
      }
      if (inState < patience) return "none";
      return remedyAfterRestart(health, nowMs, patience);
    case "closed":
      return "replace";
  }
}

function remedyForStart(
  health: Health,
  nowMs: number,
  patience: number,
): Remedy {
  const { describedAtMs, restartedAtMs } = health;
  if (restartedAtMs !== null) {
    return remedyAfterRestart(health, nowMs, patience);
  }
  const age = nowMs - (describedAtMs ?? health.stateSinceMs);
  const hasStalled = describedAtMs !== null && !health.hasGathered;
  const enoughMs = backoff(health, hasStalled ? GATHER_MS : CONNECT_MS);
  return age >= enoughMs + patience ? "replace" : "none";
}

function remedyAfterRestart(
  health: Health,
  nowMs: number,
  patience: number,
): Remedy {
  const { restartedAtMs } = health;
  if (restartedAtMs === null) return "restart-ice";
  return nowMs - restartedAtMs >= RESTART_MS + patience ? "replace" : "none";
}

/** Each replacement in vain gives the next one twice the time. */
function backoff(health: Health, firstMs: number): number {
  return Math.min(
    firstMs * 2 ** Math.min(health.replacements, 5),
    MAX_CONNECT_MS,
  );
}
