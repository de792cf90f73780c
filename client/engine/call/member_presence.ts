/**
 * How long a member that the server no longer lists stays in the call.
 *
 * @module
 */

/** Presence of one member. */
export interface Presence {
  readonly isListed: boolean;
  /** When an unlisted member may be removed, unless media still flows. */
  readonly expiresAtMs: number;
}

/** Time for media to recover with an unlisted member. */
export const MEDIA_LOSS_GRACE_MS = 5_000;

/** A member that the server lists. */
export const LISTED: Presence = { isListed: true, expiresAtMs: Infinity };

/**
 * A member that the server no longer lists. After a restart of the server,
 * members return within its grace time.
 */
export function createUnlistedPresence(
  nowMs: number,
  graceMs: number,
): Presence {
  return { isListed: false, expiresAtMs: nowMs + graceMs };
}

/**
 * True when a member is to be removed. One whose media still flows stays until
 * `MEDIA_LOSS_GRACE_MS` after it has stopped.
 */
export function isPresenceExpired(
  presence: Presence,
  lastConnectedMs: number,
  nowMs: number,
): boolean {
  return !presence.isListed && nowMs >= presence.expiresAtMs &&
    nowMs - lastConnectedMs >= MEDIA_LOSS_GRACE_MS;
}
