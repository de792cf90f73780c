/**
 * Notices when nobody can come in any more.
 *
 * Once the process has run out of file descriptors, the listener of `node:net`
 * takes no connection ever again and reports no error. So when nobody came for
 * a while, a listener knocks at its own door; unheard, the door is opened anew.
 *
 * @module
 */

/** Ticks without a visitor before the first knock. */
export const QUIET_TICKS_BEFORE_PROBE = 5;
/** Ticks that a knock has to be heard. */
export const PROBE_TIMEOUT_TICKS = 3;

/** Counts ticks since the last visitor. */
export class ListenerWatchdog {
  #ticksSinceConnection = 0;

  /** Somebody came in, the own knock included. */
  connectionSeen(): void {
    this.#ticksSinceConnection = 0;
  }

  /** At a steady rate, such as once a second: what is to be done. */
  tick(): "nothing" | "knock" | "reopen" {
    this.#ticksSinceConnection++;
    if (this.#ticksSinceConnection === QUIET_TICKS_BEFORE_PROBE) return "knock";
    if (
      this.#ticksSinceConnection <
        QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS
    ) return "nothing";
    this.#ticksSinceConnection = 0;
    return "reopen";
  }
}

/** The address at which a process reaches its own listener. */
export function loopbackAddressOf(listening: string): string {
  if (listening === "::") return "::1";
  return listening === "0.0.0.0" ? "127.0.0.1" : listening;
}
