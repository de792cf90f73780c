/**
 * Looks for a server that does not answer, less often with time, until it does.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";

/** What the page shows of the search. */
export interface SearchState {
  readonly isLooking: boolean;
  /** True once a look was in vain. */
  readonly hasLooked: boolean;
}

/** What the search needs from outside. */
export interface SearchOptions {
  readonly clock: Clock;
  /** Asks the server whether it lives. */
  readonly ask: () => Promise<Pick<Response, "ok">>;
  readonly onFound: () => void;
}

/** Wait before the second look. */
export const FIRST_LOOK_MS = 2_000;
/** Longest wait between two looks. */
export const MAX_LOOK_MS = 30_000;

/** The search for the server. */
export class ServerSearch {
  readonly #store: Store<SearchState>;
  readonly #options: SearchOptions;
  #delayMs = FIRST_LOOK_MS;
  #cancel = () => {};
  #isFound = false;

  constructor(store: Store<SearchState>, options: SearchOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Begins; the browser has just failed to reach it, so the first look waits. */
  start(): void {
    const { clock } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(this.#delayMs, () => void this.look());
    this.#delayMs = Math.min(this.#delayMs * 2, MAX_LOOK_MS);
  }

  /** Looks now, and again later when it was in vain. */
  async look(): Promise<void> {
    if (this.#isFound || this.#store.get().isLooking) return;
    this.#cancel();
    this.#store.set({ isLooking: true });
    const isThere = await this.#options.ask().then(({ ok }) => ok, () => false);
    if (isThere) {
      this.#isFound = true;
      return this.#options.onFound();
    }
    this.#store.set({ isLooking: false, hasLooked: true });
    this.start();
  }
}
