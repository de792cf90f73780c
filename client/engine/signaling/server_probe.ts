/**
 * Polls a server that does not answer until it does. A browser delays further
 * WebSockets after several failures, and requests not.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";

/** State of the probe. */
export interface ServerProbeState {
  readonly isProbing: boolean;
  /** True once a request failed. */
  readonly hasFailed: boolean;
}

/** Dependencies of {@linkcode ServerProbe}. */
export interface ServerProbeOptions {
  readonly clock: Clock;
  /** Requests the health of the server. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  readonly onReachable: () => void;
}

/** Delay before the first request. */
export const FIRST_PROBE_DELAY_MS = 2_000;
/** Longest delay between two requests. */
export const MAX_PROBE_DELAY_MS = 30_000;

/** Polls until the server answers once. */
export class ServerProbe {
  readonly #store: Store<ServerProbeState>;
  readonly #options: ServerProbeOptions;
  #delayMs = FIRST_PROBE_DELAY_MS;
  #cancel = () => {};
  /** True once the server has answered, too. */
  #isStopped = false;

  constructor(store: Store<ServerProbeState>, options: ServerProbeOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Schedules the next request; the first also waits, since the browser has just failed. */
  start(): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(
      this.#delayMs,
      () => void this.probeNow(),
    );
    this.#delayMs = Math.min(this.#delayMs * 2, MAX_PROBE_DELAY_MS);
  }

  /** Ends; a late answer is ignored. */
  stop(): void {
    this.#cancel();
    this.#isStopped = true;
  }

  /** Sends a request now, and schedules the next one when it fails. */
  async probeNow(): Promise<void> {
    if (this.#isStopped || this.#store.get().isProbing) return;
    this.#cancel();
    this.#store.set({ isProbing: true });
    const isReachable = await this.#options.fetchHealth().then(
      ({ ok }) => ok,
      () => false,
    );
    if (this.#isStopped) return;
    if (isReachable) {
      this.#isStopped = true;
      return this.#options.onReachable();
    }
    this.#store.set({ isProbing: false, hasFailed: true });
    this.start();
  }
}
