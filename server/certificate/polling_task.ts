/**
 * A check that is made again and again while a source is watched: never two at
 * a time, and none after the end.
 *
 * @module
 */
import type { Scheduler } from "../scheduler.ts";

/** Starts and stops one check. */
export class PollingTask {
  #stop: (() => void) | undefined;
  #isRunning = false;

  /** True between start and close. */
  get isStarted(): boolean {
    return this.#stop !== undefined;
  }

  /** Makes `check` every `periodMs` milliseconds; it deals with its own errors. */
  start(every: Scheduler, periodMs: number, check: () => Promise<void>): void {
    this.close();
    this.#stop = every(() => void this.#run(check), periodMs);
  }

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
