/**
 * Connectivity of the device during a call: the network is lost, restored or
 * changed, the machine sleeps and resumes. Each triggers recovery at once,
 * without waiting for a timeout.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { StateSlice } from "../store.ts";
import type { Notices } from "./notices.ts";

/** State of the device's connectivity. */
export interface ConnectivityState {
  /** True while the browser reports that it has no network, and nothing shows that it has. */
  readonly isOffline: boolean;
}

/** Dependencies of {@linkcode ConnectivityMonitor}. */
export interface ConnectivityMonitorOptions {
  readonly state: StateSlice<ConnectivityState>;
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds, which also advances during sleep. */
  readonly wallMs: () => number;
  readonly isJoined: () => boolean;
  /** True while a server or a member is heard, whatever the browser reports. */
  readonly hasEvidence: () => boolean;
  /** The browser reports no network: verifies the connection to the server. */
  readonly onDoubt: () => void;
  readonly notices: Pick<Notices, "post">;
  /** Verifies signaling, and searches paths where there is none. */
  readonly onResume: () => void;
  /** Also searches new paths where one still seems to work. */
  readonly onNetworkChange: () => void;
}

/** Interval for reading the wall clock. */
export const SLEEP_CHECK_MS = 1_000;
/** A tick this late means that the machine slept. */
export const SLEEP_THRESHOLD_MS = 5_000;
/** Network changes within this time are handled together. */
export const NETWORK_CHANGE_DEBOUNCE_MS = 2_000;

/** Monitor of one call. */
export class ConnectivityMonitor {
  readonly #options: ConnectivityMonitorOptions;
  #isReportedOffline = false;
  #checkedAtMs = 0;
  #cancelCheck: (() => void) | null = null;
  #networkType: string | undefined;
  #changedAtMs = -Infinity;
  #cancelChange = () => {};

  constructor(options: ConnectivityMonitorOptions) {
    this.#options = options;
  }

  /** Begins to detect sleep. */
  start(): void {
    if (!this.#cancelCheck) this.#checkForSleep();
  }

  /** Stops, and cancels a delayed network change. */
  stop(): void {
    this.#cancelCheck?.();
    this.#cancelCheck = null;
    this.#cancelChange();
  }

  /** The browser reports that it is online or offline. */
  setOnline(isOnline: boolean): void {
    if (this.#isReportedOffline !== isOnline) return;
    this.#isReportedOffline = !isOnline;
    this.update();
    if (isOnline) this.#notifyNetworkChange();
    else this.#options.onDoubt();
  }

  /** The evidence may have changed. */
  update(): void {
    const { state, isJoined, hasEvidence, notices } = this.#options;
    const isOffline = this.#isReportedOffline && !hasEvidence();
    if (state.get().isOffline === isOffline) return;
    state.set({ isOffline });
    if (isJoined()) notices.post(isOffline ? "offline" : "online");
  }

  /**
   * The browser reports its kind of network, such as `wifi`; undefined where it
   * does not. Only another kind counts as a change: browsers report new speed
   * estimates by the same event.
   */
  setNetworkType(type: string | undefined): void {
    const previous = this.#networkType;
    this.#networkType = type;
    const hasChanged = previous !== undefined && type !== undefined &&
      previous !== type;
    if (hasChanged && type !== "none") this.#notifyNetworkChange();
  }

  /** The page is visible again. */
  onPageVisible(): void {
    this.#options.onResume();
  }

  /** Notifies at once, and once more after further changes within the debounce time. */
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
    const hasSlept = this.#cancelCheck !== null &&
      nowMs - this.#checkedAtMs >= SLEEP_CHECK_MS + SLEEP_THRESHOLD_MS;
    this.#checkedAtMs = nowMs;
    this.#cancelCheck = clock.after(
      SLEEP_CHECK_MS,
      () => this.#checkForSleep(),
    );
    this.update();
    if (hasSlept) onResume();
  }
}
