/**
 * Detects a listener that silently stopped accepting. After the process has run
 * out of file descriptors (EMFILE), a `node:net` server accepts nothing any more
 * and reports no error. So a listener without connections for a while connects
 * to itself, and restarts when that connection does not arrive.
 *
 * @module
 */

/** Numbers of ticks of a watchdog. */
export interface WatchdogTicks {
  /** Ticks without a connection before the first probe. */
  readonly beforeProbe: number;
  /** Ticks within which a probe has to arrive. */
  readonly probeTimeout: number;
}

/** Of a quiet listener, with a tick a second. */
export const QUIET_TICKS: WatchdogTicks = { beforeProbe: 5, probeTimeout: 3 };

/** Milliseconds between the ticks after a connection. */
export const ALERT_TICK_MS = 250;

/**
 * After a connection, which may have been the one that used up the
 * descriptors: a listener that stopped works again within 1.5 s.
 */
export const ALERT_TICKS: WatchdogTicks = { beforeProbe: 2, probeTimeout: 3 };

/** Action of a listener at a tick. */
export type WatchdogAction = "none" | "probe" | "restart";

/** Counts ticks since the last connection. */
export class ListenerWatchdog {
  readonly #ticks: WatchdogTicks;
  #ticksSinceConnection = 0;

  /** Creates a watchdog; by default that of a quiet listener. */
  constructor(ticks: WatchdogTicks = QUIET_TICKS) {
    this.#ticks = ticks;
  }

  /** Resets the count; called for every connection, the probe included. */
  connectionSeen(): void {
    this.#ticksSinceConnection = 0;
  }

  /** Counts one tick; called at a steady rate, such as once a second. */
  tick(): WatchdogAction {
    const { beforeProbe, probeTimeout } = this.#ticks;
    this.#ticksSinceConnection++;
    if (this.#ticksSinceConnection === beforeProbe) return "probe";
    if (this.#ticksSinceConnection < beforeProbe + probeTimeout) return "none";
    this.#ticksSinceConnection = 0;
    return "restart";
  }
}

/** Address at which the process reaches its own listener. */
export function loopbackAddressOf(listening: string): string {
  if (listening === "::") return "::1";
  return listening === "0.0.0.0" ? "127.0.0.1" : listening;
}
