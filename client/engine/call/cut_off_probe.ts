/**
 * Asks the server often while a call is cut off from everyone: nobody may
 * report that the network is back. A request that was sent before is repeated
 * by TCP only after a second and more, so new ones do not wait for it.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** Dependencies of {@linkcode CutOffProbe}. */
export interface CutOffProbeOptions {
  readonly clock: Clock;
  /** Requests the health of the server; has a timeout. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  readonly onReachable: () => void;
}

/** Interval between requests. */
export const CUT_OFF_PROBE_MS = 300;
/** Requests at the same time: a browser has six connections to a server. */
export const MAX_PENDING_PROBES = 4;

/** Probe of one call. */
export class CutOffProbe {
  readonly #options: CutOffProbeOptions;
  /** Changes with each start and end, so that late answers are ignored. */
  #run = 0;
  #pendingCount = 0;
  #cancel: (() => void) | null = null;

  constructor(options: CutOffProbeOptions) {
    this.#options = options;
  }

  /** Asks while the call is cut off. */
  update(isCutOff: boolean): void {
    if (!isCutOff) return this.stop();
    if (!this.#cancel) this.#schedule();
  }

  /** Ends. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#run++;
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(CUT_OFF_PROBE_MS, () => {
      if (this.#pendingCount < MAX_PENDING_PROBES) void this.#ask();
      this.#schedule();
    });
  }

  async #ask(): Promise<void> {
    const run = this.#run;
    this.#pendingCount++;
    const isReachable = await this.#options.fetchHealth().then(
      ({ ok }) => ok,
      () => false,
    );
    this.#pendingCount--;
    if (!isReachable || run !== this.#run) return;
    this.stop();
    this.#options.onReachable();
  }
}
