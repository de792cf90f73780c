/**
 * Reads the estimates of starting connections at short intervals, and stops
 * when all have reached their size.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import { retainKeys } from "../retain_keys.ts";
import {
  type ConnectionCounters,
  readCounters,
} from "./connection_counters.ts";
import { computeSample } from "./connection_sample.ts";
import { RAMP_INTERVAL_MS, type StartRamps } from "./start_ramp.ts";

/** Dependencies of {@linkcode StartRampPoller}. */
export interface StartRampPollerOptions {
  readonly clock: Clock;
  readonly ramps: StartRamps;
  readonly readStats: (id: string) => Promise<StatsSnapshot | null>;
  /** Rung of a member's camera without a ramp. */
  readonly wantedRung: (id: string) => number;
  /** A picture may have another size now. */
  readonly onChange: (id: string, capKbps: number | null) => void;
}

/** Connections that are read at the full rate. */
const CHEAP_CONNECTIONS = 2;

/** Poller of one call. */
export class StartRampPoller {
  readonly #options: StartRampPollerOptions;
  readonly #reading = new Set<string>();
  readonly #counters = new Map<string, ConnectionCounters>();
  #cancel: (() => void) | null = null;

  constructor(options: StartRampPollerOptions) {
    this.#options = options;
  }

  /** Polls until no connection is starting. */
  start(): void {
    if (!this.#cancel) this.#schedule();
  }

  /** Stops. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    const { clock, ramps } = this.#options;
    // Reading many connections at once costs more than a late size.
    const count = Math.max(1, ramps.activeIds.length / CHEAP_CONNECTIONS);
    this.#cancel = clock.after(RAMP_INTERVAL_MS * count, () => {
      this.#cancel = null;
      const { activeIds } = ramps;
      for (const id of activeIds) void this.#read(id);
      retainKeys(this.#counters, new Set(activeIds));
      if (activeIds.length > 0) this.#schedule();
    });
  }

  async #read(id: string): Promise<void> {
    const { clock, ramps, readStats, wantedRung, onChange } = this.#options;
    if (this.#reading.has(id)) return;
    this.#reading.add(id);
    const snapshot = await readStats(id).catch(() => null);
    this.#reading.delete(id);
    if (!snapshot) return;
    const counters = readCounters(snapshot);
    const sample = computeSample(counters, this.#counters.get(id) ?? null);
    this.#counters.set(id, counters);
    const reading = {
      wantedRung: wantedRung(id),
      availableKbps: sample.availableOutgoingKbps,
      sentKbps: sample.kbpsOut,
      rttMs: sample.rttMs,
    };
    const step = ramps.update(id, reading, clock.nowMs());
    if (step.hasChanged) onChange(id, step.capKbps);
  }
}
