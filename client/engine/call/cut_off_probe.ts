/**
 * Finds out that the network is back while a call is cut off from everyone:
 * nobody may report it. Gathered candidates show it best. TCP repeats the first
 * packet of a handshake at growing intervals, and a browser gives new requests
 * the handshakes that it began before: Chromium to requests, Firefox also to
 * WebSockets, of which it has six to a server. So the server is asked often, and
 * new WebSockets are opened, only where no candidates can be gathered.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { NetworkReturn } from "./network_return.ts";

/** Dependencies of {@linkcode CutOffProbe}. */
export interface CutOffProbeOptions {
  readonly clock: Clock;
  /** Requests the health of the server; has a timeout. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  /** Gathers candidates beside the requests. */
  readonly networkReturn: Pick<NetworkReturn, "attempt" | "stop">;
  readonly onReachable: () => void;
  /** Opens a new socket in place of one that is opening. */
  readonly onRetry: () => void;
}

/** Interval between requests where no candidates can be gathered. */
export const CUT_OFF_PROBE_MS = 300;
/** The same elsewhere, for a network that lets only requests through. */
export const GATHERING_PROBE_MS = 5_000;
/** Requests at the same time. */
export const MAX_PENDING_PROBES = 1;
/** Interval between sockets where no candidates can be gathered; Chromium delays them after about 30 that failed. */
export const SOCKET_RETRY_MS = 2_400;
/** Interval between attempts to gather candidates. */
export const GATHER_INTERVAL_MS = 600;
/** Time for a socket to open on a network that is back, also with long delays. */
export const CONNECT_TIME_MS = 5_000;
/** Time with these attempts: later ones may take as long as a slow network needs. */
export const SOCKET_RETRIES_MS = 75_000;

/** Probe of one call. */
export class CutOffProbe {
  readonly #options: CutOffProbeOptions;
  /** Changes with each start and end, so that late answers are ignored. */
  #run = 0;
  #pendingCount = 0;
  #cancel: (() => void) | null = null;
  #startedMs = 0;
  #retriedMs = 0;
  #gatheredMs = 0;
  #askedMs = 0;
  #canGather = false;
  #reachableMs = -Infinity;

  constructor(options: CutOffProbeOptions) {
    this.#options = options;
  }

  /** Asks while the call is cut off. */
  update(isCutOff: boolean): void {
    if (!isCutOff) return this.stop();
    if (this.#cancel) return;
    const sinceMs = this.#options.clock.nowMs() - this.#reachableMs;
    if (sinceMs < CONNECT_TIME_MS) return;
    this.#startedMs = this.#options.clock.nowMs();
    this.#retriedMs = this.#askedMs = this.#startedMs;
    this.#gather();
    this.#schedule();
  }

  /** True while gathering shows when the network is back. */
  get canGather(): boolean {
    return this.#canGather;
  }

  /** The network is back: the next socket gets its time to open. */
  onNetworkReturn(): void {
    this.stop();
    this.#reachableMs = this.#options.clock.nowMs();
    this.#options.onReachable();
  }

  /** Ends. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#canGather = false;
    this.#options.networkReturn.stop();
    this.#run++;
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(CUT_OFF_PROBE_MS, () => {
      if (this.#isRequestDue) void this.#ask();
      this.#schedule();
      this.#retry();
    });
  }

  get #isRequestDue(): boolean {
    const intervalMs = this.#canGather ? GATHERING_PROBE_MS : CUT_OFF_PROBE_MS;
    const sinceMs = this.#options.clock.nowMs() - this.#askedMs;
    return sinceMs >= intervalMs && this.#pendingCount < MAX_PENDING_PROBES;
  }

  #retry(): void {
    const { clock, onRetry } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs - this.#startedMs > SOCKET_RETRIES_MS) {
      this.#canGather = false;
      return;
    }
    if (nowMs - this.#gatheredMs >= GATHER_INTERVAL_MS) this.#gather();
    if (this.#canGather || nowMs - this.#retriedMs < SOCKET_RETRY_MS) return;
    this.#retriedMs = nowMs;
    onRetry();
  }

  #gather(): void {
    const { clock, networkReturn } = this.#options;
    this.#gatheredMs = clock.nowMs();
    this.#canGather = networkReturn.attempt();
  }

  async #ask(): Promise<void> {
    const run = this.#run;
    this.#askedMs = this.#options.clock.nowMs();
    this.#pendingCount++;
    const isReachable = await this.#options.fetchHealth().then(
      ({ ok }) => ok,
      () => false,
    );
    this.#pendingCount--;
    if (isReachable && run === this.#run) this.onNetworkReturn();
  }
}
