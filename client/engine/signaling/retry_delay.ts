/**
 * When to reconnect the signaling socket: a policy without timers.
 *
 * @module
 */
import * as CLOSE from "../../../signaling/close_codes.ts";

/** First delay of the backoff, before jitter. */
export const FIRST_RETRY_DELAY_MS = 500;
/** Longest delay of the backoff, before jitter. */
export const MAX_RETRY_DELAY_MS = 10_000;
/** Delay after the server, the room or the address was full. */
export const FULL_RETRY_DELAY_MS = 15_000;

/**
 * Delay before a newcomer tries a full room once more: the server needs 6 s to
 * disconnect a member that is gone unnoticed.
 */
export const FULL_ROOM_RETRY_DELAY_MS = 7_000;

/** Close codes after which a retry would have the same result. */
const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([
  CLOSE.badRoom,
  CLOSE.replaced,
  CLOSE.knockRefused,
  CLOSE.knockExpired,
  CLOSE.removed,
  CLOSE.roomEnded,
  CLOSE.notInvited,
]);

const FULL_CLOSE_CODES: ReadonlySet<number> = new Set([
  CLOSE.serverFull,
  CLOSE.addressFull,
  CLOSE.tooFast,
  CLOSE.knocksFull,
]);

/** Close codes that invalidate the resume token. */
export const TOKEN_VOID_CLOSE_CODES: ReadonlySet<number> = new Set([
  CLOSE.badResume,
  CLOSE.lockedOut,
]);

/** Inputs of the delay besides the close code. */
export interface RetryContext {
  /** A number in 0..1 for the jitter of up to half a delay. */
  readonly random: number;
  /** True once there was a seat: a member keeps trying while its room is full. */
  readonly hasJoined: boolean;
}

/**
 * Milliseconds to wait before attempt number `attempt` (from 0), or null when
 * the close code is final.
 */
export function nextRetryDelayMs(
  attempt: number,
  closeCode: number,
  { random, hasJoined }: RetryContext,
): number | null {
  const isFull = closeCode === CLOSE.roomFull;
  if (FINAL_CLOSE_CODES.has(closeCode)) return null;
  if (isFull && !hasJoined) {
    return attempt === 0 ? FULL_ROOM_RETRY_DELAY_MS : null;
  }
  if (TOKEN_VOID_CLOSE_CODES.has(closeCode) && attempt === 0) return 0;
  const base = FULL_CLOSE_CODES.has(closeCode) || isFull
    ? FULL_RETRY_DELAY_MS
    : Math.min(
      FIRST_RETRY_DELAY_MS * 2 ** Math.min(attempt, 10),
      MAX_RETRY_DELAY_MS,
    );
  return Math.round(base / 2 + random * base / 2);
}
