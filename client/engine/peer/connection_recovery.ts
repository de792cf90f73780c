/**
 * When to restart ICE on a connection, and when to replace it: a policy
 * without timers and without the connection itself.
 *
 * @module
 */

/** Health of a connection. Times are of the call's clock. */
export interface ConnectionHealth {
  readonly state: RTCPeerConnectionState;
  /** When `state` began. */
  readonly stateSinceMs: number;
  /**
   * True in `failed` while ICE has not failed: then DTLS has, whose association
   * an ICE restart keeps (RFC 8842 §4).
   */
  readonly hasDtlsFailed: boolean;
  /** When the first local description was set, or null before. */
  readonly describedAtMs: number | null;
  /** Since when nothing arrives on a connected one, or when its path came back without anything. Null otherwise. */
  readonly stalledSinceMs: number | null;
  /** True when at least one candidate was gathered. */
  readonly hasGathered: boolean;
  /**
   * When ICE was last restarted, or its restart answered; null if not since it
   * was last connected.
   */
  readonly restartedAtMs: number | null;
  /** True while an offer of this side is unanswered. */
  readonly isAwaitingAnswer: boolean;
  /** When the other side was asked for an ICE restart; null without a request, and once it is answered. */
  readonly restartRequestedAtMs: number | null;
  /** Replacements since a connection to this member last worked. */
  readonly replacements: number;
  /** The impolite side acts first, so that both rarely act at once. */
  readonly isPolite: boolean;
}

/** What to do with a connection. */
export type RecoveryAction =
  | "none"
  | "restart-ice"
  /** Restart ICE without the permission of the other side. */
  | "offer-restart"
  | "replace";

/** Time to gather a first candidate; after it Chromium never gathers any. */
export const GATHER_TIMEOUT_MS = 4_000;
/** Time to connect before the connection is replaced. */
export const CONNECT_TIMEOUT_MS = 15_000;
/** Time in `disconnected` before ICE is restarted. */
export const DISCONNECTED_GRACE_MS = 3_000;
/** Time in which a stalled connection may come back by itself. */
export const STALLED_GRACE_MS = 2_000;
/** Time for an ICE restart to succeed before the connection is replaced. */
export const ICE_RESTART_TIMEOUT_MS = 12_000;
/** Time for the other side to answer a request for an ICE restart: earlier versions never do. */
export const RESTART_REQUEST_TIMEOUT_MS = 3_000;
/** Additional wait of the polite side. */
export const POLITE_WAIT_MS = 2_000;
/** Longest wait between replacements. */
export const MAX_CONNECT_TIMEOUT_MS = 60_000;

/** Action for a connection in this health. */
export function chooseRecoveryAction(
  health: ConnectionHealth,
  nowMs: number,
): RecoveryAction {
  const action = actionInState(health, nowMs);
  const { restartRequestedAtMs } = health;
  return action === "none" && restartRequestedAtMs !== null &&
      nowMs - restartRequestedAtMs >= RESTART_REQUEST_TIMEOUT_MS
    ? "offer-restart"
    : action;
}

function actionInState(
  health: ConnectionHealth,
  nowMs: number,
): RecoveryAction {
  const politeWaitMs = health.isPolite ? POLITE_WAIT_MS : 0;
  const inStateMs = nowMs - health.stateSinceMs;
  switch (health.state) {
    case "connected":
      return actionWhileStalled(health, nowMs, politeWaitMs);
    case "new":
    case "connecting":
      return actionWhileConnecting(health, nowMs, politeWaitMs);
    case "disconnected":
      if (inStateMs < DISCONNECTED_GRACE_MS + politeWaitMs) return "none";
      return actionAfterRestart(health, nowMs, politeWaitMs);
    case "failed":
      if (health.hasDtlsFailed && health.replacements === 0) return "replace";
      if (health.replacements > 0 && health.restartedAtMs === null) {
        const waitMs = backoffMs(health, CONNECT_TIMEOUT_MS / 2) + politeWaitMs;
        return inStateMs >= waitMs ? "replace" : "none";
      }
      if (inStateMs < politeWaitMs) return "none";
      return actionAfterRestart(health, nowMs, politeWaitMs);
    case "closed":
      return "replace";
  }
}

/**
 * Restarts ICE once, and not while an earlier offer is unanswered: two restarts
 * at once end the DTLS association of Firefox. Not every browser reports that a
 * restart has failed, and a member that is cut off cannot answer it.
 */
function actionWhileStalled(
  health: ConnectionHealth,
  nowMs: number,
  politeWaitMs: number,
): RecoveryAction {
  const { stalledSinceMs, restartedAtMs } = health;
  const isNegotiating = health.isAwaitingAnswer ||
    health.restartRequestedAtMs !== null;
  if (stalledSinceMs === null || isNegotiating) return "none";
  if (restartedAtMs !== null) {
    return actionAfterRestart(health, nowMs, politeWaitMs);
  }
  return nowMs - stalledSinceMs >= STALLED_GRACE_MS + politeWaitMs
    ? "restart-ice"
    : "none";
}

function actionWhileConnecting(
  health: ConnectionHealth,
  nowMs: number,
  politeWaitMs: number,
): RecoveryAction {
  const { describedAtMs, restartedAtMs } = health;
  if (restartedAtMs !== null) {
    return actionAfterRestart(health, nowMs, politeWaitMs);
  }
  const ageMs = nowMs - (describedAtMs ?? health.stateSinceMs);
  const hasStalled = describedAtMs !== null && !health.hasGathered;
  const timeoutMs = backoffMs(
    health,
    hasStalled ? GATHER_TIMEOUT_MS : CONNECT_TIMEOUT_MS,
  );
  return ageMs >= timeoutMs + politeWaitMs ? "replace" : "none";
}

function actionAfterRestart(
  { restartedAtMs }: ConnectionHealth,
  nowMs: number,
  politeWaitMs: number,
): RecoveryAction {
  if (restartedAtMs === null) return "restart-ice";
  return nowMs - restartedAtMs >= ICE_RESTART_TIMEOUT_MS + politeWaitMs
    ? "replace"
    : "none";
}

/** Doubles with each replacement that did not connect. */
function backoffMs(health: ConnectionHealth, firstMs: number): number {
  return Math.min(
    firstMs * 2 ** Math.min(health.replacements, 5),
    MAX_CONNECT_TIMEOUT_MS,
  );
}
