/**
 * When the next certificate is requested: at two thirds of the lifetime of the
 * current one, and after a failure with growing pauses.
 *
 * @module
 */

const MINUTE_MS = 60_000;
/** Pause after the first failure; it doubles with each further one. */
const FIRST_PAUSE_MS = 10 * MINUTE_MS;
/** A certificate of 90 days has 30 days left, so half a day is soon enough. */
const MAX_PAUSE_MS = 12 * 60 * MINUTE_MS;
/**
 * Least time between two certificates, whatever their lifetime. A clock that is
 * wrong would otherwise use up the limit of the directory.
 */
const MIN_INTERVAL_MS = 60 * MINUTE_MS;

/** Validity of a certificate in Unix milliseconds. */
export interface CertificateValidity {
  /** Begin. */
  readonly fromMs: number;
  /** End. */
  readonly toMs: number;
}

/** Whether a certificate is in the last third of its lifetime, or not yet valid. */
export function isRenewalDue(
  { fromMs, toMs }: CertificateValidity,
  unixMs: number,
): boolean {
  return unixMs >= fromMs + (toMs - fromMs) * 2 / 3;
}

/** Counts failures and decides about attempts. Times are monotonic. */
export class AttemptSchedule {
  #failures = 0;
  #notBeforeMs = -Infinity;

  /** Whether an attempt may start. */
  isOpen(nowMs: number): boolean {
    return nowMs >= this.#notBeforeMs;
  }

  /** Records a certificate. */
  succeeded(nowMs: number): void {
    this.#failures = 0;
    this.#notBeforeMs = nowMs + MIN_INTERVAL_MS;
  }

  /**
   * Records a failure.
   *
   * @param retryAfterMs Least pause that the directory asked for.
   * @returns Milliseconds until the next attempt.
   */
  failed(nowMs: number, retryAfterMs: number): number {
    const pauseMs = Math.min(
      FIRST_PAUSE_MS * 2 ** this.#failures,
      MAX_PAUSE_MS,
    );
    this.#failures++;
    const waitMs = Math.max(pauseMs, Math.min(retryAfterMs, 7 * 86_400_000));
    this.#notBeforeMs = nowMs + waitMs;
    return waitMs;
  }
}
