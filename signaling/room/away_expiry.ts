/**
 * How long the seat of a member that is away stays.
 *
 * @module
 */
import type { Room } from "./room.ts";
import type { AwayReason, Seat } from "./seat.ts";

/** Milliseconds that the seat of a closed page stays: time for a reload. */
export const CLOSED_PAGE_GRACE_MS = 10_000;

/**
 * Milliseconds after a newcomer for which an away seat stays at most, since the
 * newcomer may be the same person on another device.
 */
export const NEWCOMER_GRACE_MS = 8_000;

/**
 * When a seat ends whose member is away from now on. One that was silent
 * already when the last newcomer joined counts as away since then.
 */
export function awayExpiryMs(
  room: Room,
  seat: Seat,
  reason: AwayReason,
  nowMs: number,
  graceMs: number,
): number {
  const ownMs = reason === "closed"
    ? Math.min(graceMs, CLOSED_PAGE_GRACE_MS)
    : graceMs;
  const { newcomerAtMs } = room;
  return seat.lastReceivedAtMs > newcomerAtMs ? nowMs + ownMs : Math.max(
    nowMs,
    Math.min(nowMs + ownMs, newcomerAtMs + NEWCOMER_GRACE_MS),
  );
}
