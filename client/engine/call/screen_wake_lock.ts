/**
 * Keeps the screen on during a call. The browser takes the lock away when the
 * page is not seen, so it is asked for again when it is; a browser that does
 * not give it is let be.
 *
 * @module
 */

/** The part of `WakeLockSentinel` that is used. */
export type WakeLockSentinelLike = Pick<
  WakeLockSentinel,
  "released" | "release"
>;

/** Asks the browser for a lock; undefined where it has none to give. */
export type RequestWakeLock = (() => Promise<WakeLockSentinelLike>) | undefined;

/** One wish for a lit screen. */
export class ScreenWakeLock {
  readonly #request: RequestWakeLock;
  #isWanted = false;
  #isRequesting = false;
  #sentinel: WakeLockSentinelLike | null = null;

  constructor(request: RequestWakeLock) {
    this.#request = request;
  }

  /** True while the browser keeps the screen on. */
  get isHeld(): boolean {
    return this.#sentinel?.released === false;
  }

  /** Wants the lock from now on. */
  async acquire(): Promise<void> {
    this.#isWanted = true;
    await this.reacquire();
  }

  /** Asks again if it is wanted and was taken away; for when the page is seen again. */
  async reacquire(): Promise<void> {
    if (!this.#request || !this.#isWanted) return;
    if (this.isHeld || this.#isRequesting) return;
    this.#isRequesting = true;
    // A battery that saves, or a page that is hidden: no lock, no harm.
    this.#sentinel = await this.#request().catch(() => null);
    this.#isRequesting = false;
    if (!this.#isWanted) await this.#releaseSentinel();
  }

  /** Wants it no more. */
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
