/**
 * Asks the server often while a call is cut off from everyone: nobody may
 * report that the network is back.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { ServerProbe } from "../signaling/server_probe.ts";
import { Store } from "../store.ts";

/** Dependencies of {@linkcode CutOffProbe}. */
export interface CutOffProbeOptions {
  readonly clock: Clock;
  /** Requests the health of the server. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  readonly onReachable: () => void;
}

/** Interval between requests. */
export const CUT_OFF_PROBE_MS = 500;

/** Probe of one call. */
export class CutOffProbe {
  readonly #options: CutOffProbeOptions;
  #probe: ServerProbe | null = null;

  constructor(options: CutOffProbeOptions) {
    this.#options = options;
  }

  /** Asks while the call is cut off. */
  update(isCutOff: boolean): void {
    if (!isCutOff) return this.stop();
    if (this.#probe) return;
    const store = new Store({ isProbing: false, hasFailed: false });
    this.#probe = new ServerProbe(store, {
      ...this.#options,
      intervalMs: CUT_OFF_PROBE_MS,
      onReachable: () => {
        this.stop();
        this.#options.onReachable();
      },
    });
    this.#probe.start();
  }

  /** Ends. */
  stop(): void {
    this.#probe?.stop();
    this.#probe = null;
  }
}
