/**
 * Looks for a server that does not answer, less often with time, until it does.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";

/** What the page shows of the search. */
export interface ServerProbeState {
  readonly isProbing: boolean;
  /** True once a look was in vain. */
  readonly hasFailed: boolean;
}

/** What the search needs from outside. */
export interface ServerProbeOptions {
  readonly clock: Clock;
  /** Asks the server whether it lives. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  readonly onReachable: () => void;
}

/** Wait before the second look. */
export const FIRST_PROBE_DELAY_MS = 2_000;
/** Longest wait between two looks. */
export const MAX_PROBE_DELAY_MS = 30_000;

/** The search for the server. */
export class ServerProbe {
  readonly #store: Store<ServerProbeState>;
  readonly #options: ServerProbeOptions;
  #delayMs = FIRST_PROBE_DELAY_MS;
  #cancel = () => {};
  #isReachable = false;

  constructor(store: Store<ServerProbeState>, options: ServerProbeOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Begins; the browser has just failed to reach it, so the first look waits. */
  start(): void {
    const { clock } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(this.#delayMs, () => void this.probeNow());
    this.#delayMs = Math.min(this.#delayMs * 2, MAX_PROBE_DELAY_MS);
  }

  /** Looks now, and again later when it was in vain. */
  async probeNow(): Promise<void> {
    if (this.#isReachable || this.#store.get().isProbing) return;
    this.#cancel();
    this.#store.set({ isProbing: true });
    const isThere = await this.#options.fetchHealth().then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) {
      this.#isReachable = true;
      return this.#options.onReachable();
    }
    this.#store.set({ isProbing: false, hasFailed: true });
    this.start();
  }
}
