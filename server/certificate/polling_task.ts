/**
 * A periodic check: never two at a time, and none after the end.
 *
 * @module
 */
import type { Scheduler } from "../scheduler.ts";

/** Starts and stops one periodic check. */
export class PollingTask {
  #stop: (() => void) | undefined;
  #isRunning = false;

  /** Whether it is between start and close. */
  get isStarted(): boolean {
    return this.#stop !== undefined;
  }

  /** Runs `check` every `periodMs` milliseconds; it must not reject. */
  start(
    schedule: Scheduler,
    periodMs: number,
    check: () => Promise<void>,
  ): void {
    this.close();
    this.#stop = schedule(() => void this.#run(check), periodMs);
  }

  /** Runs `check` at once, unless one is running. */
  runNow(check: () => Promise<void>): void {
    void this.#run(check);
  }

  /** Stops the checks. */
  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #run(check: () => Promise<void>): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      await check();
    } finally {
      this.#isRunning = false;
    }
  }
}
