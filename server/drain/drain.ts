/**
 * The orderly end of the process: members go to the next one, and relayed calls
 * get time to move.
 *
 * @module
 */
import type { EmbeddedIceServerStats } from "../../ice/ice_server.ts";
import type { Log } from "../log.ts";
import { monotonicMs } from "../net/clock.ts";

/** Time for pages to close their sockets after `server-closing`. */
const CLOSE_WAIT_MS = 1_000;
/** Time between two looks at the relay. */
const POLL_MS = 500;
/** Time over which many clients spread their next sockets, at most. */
const MAX_SPREAD_MS = 5_000;
/** The part of it for each client. */
const SPREAD_PER_CLIENT_MS = 10;
/**
 * Bytes a second of an allocation that carries no call: connectivity checks and
 * refreshes only.
 */
const IDLE_BYTES_PER_SECOND = 300;

/** The rest of the process, as a drain needs it. */
export interface DrainOptions {
  /** Members and their sockets. */
  readonly signaling: {
    readonly socketCount: number;
    startDraining(spreadMs: number): void;
    waitForClose(limitMs: number): Promise<void>;
    closeSockets(): void;
    handOver(): void;
  };
  /** The relay; null before it has started. */
  readonly ice: () => {
    startDraining(): void;
    stats(): Pick<EmbeddedIceServerStats, "allocations" | "relayed"> | null;
  } | null;
  /** Receives one line. */
  readonly log: Pick<Log, "info">;
  /** Time for which the relay goes on at most. */
  readonly relayMs: number;
  /** Milliseconds of a clock that never goes back; the process's by default. */
  readonly nowMs?: () => number;
  /** Waits; resolves early when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A drain that has not begun. It runs once. */
export class Drain {
  readonly #options: DrainOptions;
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;

  /** Creates a drain that has not begun. */
  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** True from its beginning on: the process takes no new members. */
  get isDraining(): boolean {
    return this.#running !== undefined;
  }

  /** Drains; the same for each call. */
  run(): Promise<void> {
    return this.#running ??= this.#run();
  }

  /** Ends all waiting. */
  stop(): void {
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    const { signaling, ice, log, relayMs, nowMs = monotonicMs } = this.#options;
    const endMs = nowMs() + relayMs;
    const members = signaling.socketCount;
    log.info("Draining: members go to the next process", { members });
    ice()?.startDraining();
    signaling.startDraining(
      Math.min(MAX_SPREAD_MS, members * SPREAD_PER_CLIENT_MS),
    );
    await this.#waitForClose();
    signaling.closeSockets();
    await this.#waitForClose();
    signaling.handOver();
    await this.#waitForRelay(endMs);
  }

  async #waitForClose(): Promise<void> {
    await Promise.race([
      this.#options.signaling.waitForClose(CLOSE_WAIT_MS),
      onceAborted(this.#abort.signal),
    ]);
  }

  /** Waits while packets of calls are relayed. */
  async #waitForRelay(endMs: number): Promise<void> {
    const { nowMs = monotonicMs, sleep = sleepUnlessAborted } = this.#options;
    let before = this.#relayedBytes();
    while (nowMs() < endMs && !this.#abort.signal.aborted) {
      const allocations = this.#options.ice()?.stats()?.allocations ?? 0;
      if (allocations === 0) return;
      const sinceMs = nowMs();
      await sleep(Math.min(POLL_MS, endMs - sinceMs), this.#abort.signal);
      const bytes = this.#relayedBytes();
      const idle = IDLE_BYTES_PER_SECOND * allocations *
        (nowMs() - sinceMs) / 1000;
      if (bytes - before <= idle) return;
      before = bytes;
    }
  }

  #relayedBytes(): number {
    const relayed = this.#options.ice()?.stats()?.relayed;
    return relayed ? relayed.toPeersBytes + relayed.toClientsBytes : 0;
  }
}

function onceAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function sleepUnlessAborted(
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const elapsed = new Promise<void>((resolve) =>
    timer = setTimeout(resolve, ms)
  );
  await Promise.race([elapsed, onceAborted(signal)]);
  clearTimeout(timer);
}
