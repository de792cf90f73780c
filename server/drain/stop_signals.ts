/**
 * What SIGTERM and SIGINT do: the first drains or closes, a second one ends the
 * process at once, and a time limit ends it in any case.
 *
 * @module
 */

/**
 * Time in which a second signal is the first one again: `deno task` and service
 * managers deliver one signal twice.
 */
export const DUPLICATE_MS = 500;

/** Time for closing, beside that of the relay. */
export const CLOSE_LIMIT_MS = 15_000;

/** Signals that end the process. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** Effects of the signals. */
export interface StopSignalOptions {
  /** Begins a drain. */
  readonly drain: () => void;
  /** Closes without a drain. */
  readonly close: () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** `DRAIN_SECONDS`. */
  readonly drainSeconds: number;
  /** Calls back later; `setTimeout` by default. */
  readonly after?: (ms: number, callback: () => void) => void;
}

/** Receives the signals of a process. */
export class StopSignals {
  readonly #options: StopSignalOptions;
  #firstAtMs: number | null = null;

  /** Creates a receiver that has seen no signal. */
  constructor(options: StopSignalOptions) {
    this.#options = options;
  }

  /** Handles a signal: SIGTERM drains, SIGINT (Ctrl-C) closes. */
  receive(signal: StopSignal): void {
    const { drain, close, exit, nowMs, drainSeconds, after = afterMs } =
      this.#options;
    if (this.#firstAtMs !== null) {
      if (nowMs() - this.#firstAtMs >= DUPLICATE_MS) exit(1);
      return;
    }
    this.#firstAtMs = nowMs();
    if (signal === "SIGTERM") drain();
    else close();
    after(drainSeconds * 1000 + CLOSE_LIMIT_MS, () => exit(1));
  }
}

function afterMs(ms: number, callback: () => void): void {
  Deno.unrefTimer(setTimeout(callback, ms));
}
