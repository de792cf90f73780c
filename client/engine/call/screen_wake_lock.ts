/**
 * Keeps the screen on during a call. The browser releases the lock when the
 * page is hidden, so it is requested again afterwards; a refusal is ignored.
 *
 * @module
 */

/** The part of `WakeLockSentinel` that is used. */
export type WakeLockSentinelLike = Pick<
  WakeLockSentinel,
  "released" | "release"
>;

/** Requests a lock; undefined where the browser does not support it. */
export type RequestWakeLock = (() => Promise<WakeLockSentinelLike>) | undefined;

/** Screen wake lock of one call. */
export class ScreenWakeLock {
  readonly #request: RequestWakeLock;
  #isWanted = false;
  #isRequesting = false;
  #sentinel: WakeLockSentinelLike | null = null;

  constructor(request: RequestWakeLock) {
    this.#request = request;
  }

  /** True while the lock is in force. */
  get isHeld(): boolean {
    return this.#sentinel?.released === false;
  }

  /** Requests the lock, and keeps it until `release`. */
  async acquire(): Promise<void> {
    this.#isWanted = true;
    await this.reacquire();
  }

  /** Requests the lock again if the browser released it; called when the page is visible again. */
  async reacquire(): Promise<void> {
    if (!this.#request || !this.#isWanted) return;
    if (this.isHeld || this.#isRequesting) return;
    this.#isRequesting = true;
    // The browser refuses on low battery, or while the page is hidden.
    this.#sentinel = await this.#request().catch(() => null);
    this.#isRequesting = false;
    if (!this.#isWanted) await this.#releaseSentinel();
  }

  /** Releases the lock. */
  async release(): Promise<void> {
    this.#isWanted = false;
    await this.#releaseSentinel();
  }

  async #releaseSentinel(): Promise<void> {
    const sentinel = this.#sentinel;
    this.#sentinel = null;
    await sentinel?.release().catch(() => {});
  }
}
