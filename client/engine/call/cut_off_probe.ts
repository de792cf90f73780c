/**
 * Asks the server often while a call is cut off from everyone: nobody may
 * report that the network is back. TCP repeats what was sent before at growing
 * intervals, so new requests do not wait for it. Chromium gives them the
 * connections that it began before, and only a new WebSocket opens another one.
 * Firefox goes on with the handshakes of closed WebSockets, has six connections
 * to a server for them and for requests, and lets further ones wait: it must
 * have one left when the network is back. So new WebSockets are opened only
 * where gathering candidates cannot show that it is, or did not for long.
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

/** Interval between requests. */
export const CUT_OFF_PROBE_MS = 300;
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
    this.#startedMs = this.#retriedMs = this.#options.clock.nowMs();
    this.#gatheredMs = this.#startedMs;
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
      if (this.#pendingCount < MAX_PENDING_PROBES) void this.#ask();
      this.#schedule();
      this.#retry();
    });
  }

  #retry(): void {
    const { clock, networkReturn, onRetry } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs - this.#startedMs > SOCKET_RETRIES_MS) {
      this.#canGather = false;
      return;
    }
    if (nowMs - this.#gatheredMs >= GATHER_INTERVAL_MS) {
      this.#gatheredMs = nowMs;
      this.#canGather = networkReturn.attempt();
    }
    if (this.#canGather || nowMs - this.#retriedMs < SOCKET_RETRY_MS) return;
    this.#retriedMs = nowMs;
    onRetry();
  }

  async #ask(): Promise<void> {
    const run = this.#run;
    this.#pendingCount++;
    const isReachable = await this.#options.fetchHealth().then(
      ({ ok }) => ok,
      () => false,
    );
    this.#pendingCount--;
    if (isReachable && run === this.#run) this.onNetworkReturn();
  }
}
