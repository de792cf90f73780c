/**
 * Keeps the screen on during a call. The browser takes the lock away when the
 * page is not seen, so it is asked for again when it is; a browser that does
 * not give it is let be.
 *
 * @module
 */

/** The part of `WakeLockSentinel` that is used. */
export type Sentinel = Pick<WakeLockSentinel, "released" | "release">;

/** Asks the browser for a lock; undefined where it has none to give. */
export type RequestLock = (() => Promise<Sentinel>) | undefined;

/** One wish for a lit screen. */
export class WakeLock {
  readonly #request: RequestLock;
  #isWanted = false;
  #isAsking = false;
  #sentinel: Sentinel | null = null;

  constructor(request: RequestLock) {
    this.#request = request;
  }

  /** True while the browser keeps the screen on. */
  get isHeld(): boolean {
    return this.#sentinel?.released === false;
  }

  /** Wants the lock from now on. */
  async hold(): Promise<void> {
    this.#isWanted = true;
    await this.look();
  }

  /** Asks again if it is wanted and was taken away; for when the page is seen again. */
  async look(): Promise<void> {
    if (!this.#request || !this.#isWanted) return;
    if (this.isHeld || this.#isAsking) return;
    this.#isAsking = true;
    // A battery that saves, or a page that is hidden: no lock, no harm.
    this.#sentinel = await this.#request().catch(() => null);
    this.#isAsking = false;
    if (!this.#isWanted) await this.#drop();
  }

  /** Wants it no more. */
  async release(): Promise<void> {
    this.#isWanted = false;
    await this.#drop();
  }

  async #drop(): Promise<void> {
    const sentinel = this.#sentinel;
    this.#sentinel = null;
    await sentinel?.release().catch(() => {});
  }
}
