/**
 * What to do about a connection that does not come up, or went down: a policy
 * without timers and without the connection itself.
 *
 * @module
 */

/** How a connection does, seen from outside. Times are of the call's clock. */
export interface ConnectionHealth {
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
export type RecoveryAction = "none" | "restart-ice" | "replace";

/** A connection that has gathered nothing by then never will (Chromium). */
export const GATHER_TIMEOUT_MS = 4_000;
/** A connection that is not up by then is tried anew. */
export const CONNECT_TIMEOUT_MS = 15_000;
/** A path that is gone this long is searched anew. */
export const DISCONNECTED_GRACE_MS = 3_000;
/** A restart that has not brought the connection back by then has failed. */
export const ICE_RESTART_TIMEOUT_MS = 12_000;
/** Head start of the impolite side. */
export const POLITE_WAIT_MS = 2_000;
/** Longest wait between replacements. */
export const MAX_CONNECT_TIMEOUT_MS = 60_000;

/** The remedy for a connection in this health. */
export function chooseRecoveryAction(
  health: ConnectionHealth,
  nowMs: number,
): RecoveryAction {
  const patience = health.isPolite ? POLITE_WAIT_MS : 0;
  const inState = nowMs - health.stateSinceMs;
  switch (health.state) {
    case "connected":
      return "none";
    case "new":
    case "connecting":
      return actionWhileConnecting(health, nowMs, patience);
    case "disconnected":
      if (inState < DISCONNECTED_GRACE_MS + patience) return "none";
      return actionAfterRestart(health, nowMs, patience);
    case "failed":
      if (health.replacements > 0 && health.restartedAtMs === null) {
        return inState >= backoffMs(health, CONNECT_TIMEOUT_MS / 2) + patience
          ? "replace"
          : "none";
      }
      if (inState < patience) return "none";
      return actionAfterRestart(health, nowMs, patience);
    case "closed":
      return "replace";
  }
}

function actionWhileConnecting(
  health: ConnectionHealth,
  nowMs: number,
  patience: number,
): RecoveryAction {
  const { describedAtMs, restartedAtMs } = health;
  if (restartedAtMs !== null) {
    return actionAfterRestart(health, nowMs, patience);
  }
  const age = nowMs - (describedAtMs ?? health.stateSinceMs);
  const hasStalled = describedAtMs !== null && !health.hasGathered;
  const enoughMs = backoffMs(
    health,
    hasStalled ? GATHER_TIMEOUT_MS : CONNECT_TIMEOUT_MS,
  );
  return age >= enoughMs + patience ? "replace" : "none";
}

function actionAfterRestart(
  health: ConnectionHealth,
  nowMs: number,
  patience: number,
): RecoveryAction {
  const { restartedAtMs } = health;
  if (restartedAtMs === null) return "restart-ice";
  return nowMs - restartedAtMs >= ICE_RESTART_TIMEOUT_MS + patience
    ? "replace"
    : "none";
}

/** Each replacement in vain gives the next one twice the time. */
function backoffMs(health: ConnectionHealth, firstMs: number): number {
  return Math.min(
    firstMs * 2 ** Math.min(health.replacements, 5),
    MAX_CONNECT_TIMEOUT_MS,
  );
}
