/**
 * Detects a listener that silently stopped accepting. After the process has run
 * out of file descriptors (EMFILE), a `node:net` server accepts nothing any more
 * and reports no error. So a listener without connections for a while connects
 * to itself, and restarts when that connection does not arrive.
 *
 * @module
 */

/** Ticks without a connection before the first probe. */
export const QUIET_TICKS_BEFORE_PROBE = 5;
/** Ticks within which a probe has to arrive. */
export const PROBE_TIMEOUT_TICKS = 3;

/** Action of a listener at a tick. */
export type WatchdogAction = "none" | "probe" | "restart";

/** Counts ticks since the last connection. */
export class ListenerWatchdog {
  #ticksSinceConnection = 0;

  /** Resets the count; called for every connection, the probe included. */
  connectionSeen(): void {
    this.#ticksSinceConnection = 0;
  }

  /** Counts one tick; called at a steady rate, such as once a second. */
  tick(): WatchdogAction {
    this.#ticksSinceConnection++;
    if (this.#ticksSinceConnection === QUIET_TICKS_BEFORE_PROBE) return "probe";
    if (
      this.#ticksSinceConnection <
        QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS
    ) return "none";
    this.#ticksSinceConnection = 0;
    return "restart";
  }
}

/** Address at which the process reaches its own listener. */
export function loopbackAddressOf(listening: string): string {
  if (listening === "::") return "::1";
  return listening === "0.0.0.0" ? "127.0.0.1" : listening;
}
