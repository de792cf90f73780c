/**
 * Who is in the room, as far as the server has said, and for how long a
 * member whom it does not list any more is still believed to be there.
 *
 * @module
 */

/** What is known of one member. */
export interface Presence {
  readonly isListed: boolean;
  /** When a member that is not listed may be let go, unless media still flows. */
  readonly expiresAtMs: number;
}

/** Time for media to come back to a member whom the server has given up. */
export const MEDIA_LOSS_GRACE_MS = 5_000;

/** A member that the server lists. */
export const LISTED: Presence = { isListed: true, expiresAtMs: Infinity };

/**
 * A member that the server does not list now. After a restart of the server
 * the others find their way back within its grace time.
 */
export function createUnlistedPresence(
  nowMs: number,
  graceMs: number,
): Presence {
  return { isListed: false, expiresAtMs: nowMs + graceMs };
}

/**
 * True when a member is to be let go. One whose media still flows stays, and
 * gets `MEDIA_LOSS_GRACE_MS` once it has stopped.
 */
export function isPresenceExpired(
  presence: Presence,
  lastConnectedMs: number,
  nowMs: number,
): boolean {
  return !presence.isListed && nowMs >= presence.expiresAtMs &&
    nowMs - lastConnectedMs >= MEDIA_LOSS_GRACE_MS;
}
