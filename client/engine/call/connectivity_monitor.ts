/**
 * What the device goes through during a call and what is done about it: the
 * network goes, comes or changes; the machine sleeps and wakes up. Each is
 * said once and acted on at once, not when some timer runs out.
 *
 * @module
 */
import type { CallState } from "./call_state.ts";
import type { Clock } from "../clock.ts";
import type { Notices } from "./notices.ts";
import type { Store } from "../store.ts";

/** What recovery needs of the call and of the browser. */
export interface ConnectivityMonitorOptions {
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds: it goes on while the machine sleeps. */
  readonly wallMs: () => number;
  readonly store: Store<CallState>;
  readonly notices: Notices;
  /** Looks at once whether signaling lives, and for a path where there is none. */
  readonly onResume: () => void;
  /** The same, and searches new paths where one still seems to be good. */
  readonly onNetworkChange: () => void;
}

/** How often the clock is looked at. */
export const SLEEP_CHECK_MS = 1_000;
/** A beat that is this late was not late but asleep. */
export const SLEEP_THRESHOLD_MS = 5_000;
/** Changes of the network within this are one. */
export const NETWORK_CHANGE_DEBOUNCE_MS = 2_000;

/** Watches over one visit to one room. */
export class ConnectivityMonitor {
  readonly #options: ConnectivityMonitorOptions;
  #checkedAtMs = 0;
  #cancelCheck: (() => void) | null = null;
  #networkType: string | undefined;
  #changedAtMs = -Infinity;
  #cancelChange = () => {};

  constructor(options: ConnectivityMonitorOptions) {
    this.#options = options;
  }

  /** Begins to look at the clock. */
  start(): void {
    if (!this.#cancelCheck) this.#checkForSleep();
  }

  /** Ends that. */
  stop(): void {
    this.#cancelCheck?.();
    this.#cancelCheck = null;
    this.#cancelChange();
  }

  /** The browser says that it has a network, or none. */
  setOnline(isOnline: boolean): void {
    const { store, notices } = this.#options;
    const { isOffline, phase } = store.get();
    if (isOffline !== isOnline) return;
    store.set({ isOffline: !isOnline });
    if (phase === "joined") notices.post(isOnline ? "online" : "offline");
    if (isOnline) this.#notifyNetworkChange();
  }

  /**
   * The browser says by what kind of network it is connected, such as `wifi`;
   * undefined where it does not tell. Only another kind is a change: browsers
   * tell new estimates of speed in the same way.
   */
  setNetworkType(type: string | undefined): void {
    const was = this.#networkType;
    this.#networkType = type;
    const isOther = was !== undefined && type !== undefined && was !== type;
    if (isOther && type !== "none") this.#notifyNetworkChange();
  }

  /** The page is seen again. */
  onPageVisible(): void {
    this.#options.onResume();
  }

  /** At once; of what follows shortly after, the last once more. */
  #notifyNetworkChange(): void {
    const { clock, onNetworkChange } = this.#options;
    const nowMs = clock.nowMs();
    const waitMs = this.#changedAtMs + NETWORK_CHANGE_DEBOUNCE_MS - nowMs;
    this.#cancelChange();
    if (waitMs > 0) {
      this.#cancelChange = clock.after(
        waitMs,
        () => this.#notifyNetworkChange(),
      );
      return;
    }
    this.#changedAtMs = nowMs;
    onNetworkChange();
  }

  #checkForSleep(): void {
    const { clock, wallMs, onResume } = this.#options;
    const nowMs = wallMs();
    const isLate = this.#cancelCheck !== null &&
      nowMs - this.#checkedAtMs >= SLEEP_CHECK_MS + SLEEP_THRESHOLD_MS;
    this.#checkedAtMs = nowMs;
    this.#cancelCheck = clock.after(
      SLEEP_CHECK_MS,
      () => this.#checkForSleep(),
    );
    if (isLate) onResume();
  }
}
