/**
 * Processes over a backplane in memory, with a clock that the test advances.
 *
 * @module
 */
import { FakeProcess } from "./fake_process.ts";
import { MemoryBackplane, MemoryBackplaneStorage } from "./memory_backplane.ts";

const STEP_MS = 100;

/** Processes over a storage in memory, with a clock that each step advances. */
export class MemoryProcesses implements AsyncDisposable {
  nowMs = 1_000_000;
  readonly storage = new MemoryBackplaneStorage(() => this.nowMs);
  readonly #processes: FakeProcess[] = [];

  async create(): Promise<FakeProcess> {
    const id = `process-${this.#processes.length}`;
    const backplane = new MemoryBackplane(this.storage, id);
    const process = new FakeProcess({
      backplane,
      nowMs: () => this.nowMs,
      kill: () => backplane.kill(),
    });
    this.#processes.push(process);
    await process.scaleOut.start();
    return process;
  }

  async step(): Promise<void> {
    // As in a real process, answers are handled before a timer fires.
    await this.#settle();
    this.nowMs += STEP_MS;
    if (this.nowMs % 500 === 0) {
      for (const process of this.#processes) await process.renew();
    }
    await this.#settle();
  }

  async #settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }

  setAway(isAway: boolean): Promise<void> {
    if (!isAway) this.storage.lose();
    this.storage.isAway = isAway;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
