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
export const QUIET_TICKS = 5;
/** Ticks that a knock has to be heard. */
export const ANSWER_TICKS = 3;

/** Counts ticks since the last visitor. */
export class DoorWatch {
  #ticks = 0;

  /** Somebody came in, the own knock included. */
  heard(): void {
    this.#ticks = 0;
  }

  /** At a steady rate, such as once a second: what is to be done. */
  tick(): "nothing" | "knock" | "reopen" {
    this.#ticks++;
    if (this.#ticks === QUIET_TICKS) return "knock";
    if (this.#ticks < QUIET_TICKS + ANSWER_TICKS) return "nothing";
    this.#ticks = 0;
    return "reopen";
  }
}

/** The address at which a process reaches its own listener. */
export function knockAddress(listening: string): string {
  if (listening === "::") return "::1";
  return listening === "0.0.0.0" ? "127.0.0.1" : listening;
}
