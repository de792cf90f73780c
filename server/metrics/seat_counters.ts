/**
 * Number of seats that were opened, resumed and ended since the start.
 *
 * @module
 */
import type { SeatEndReason } from "../../signaling/hub_options.ts";

/** Counts what happens to seats. */
export class SeatCounters {
  /** Clients that got a new seat. */
  opened = 0;
  /** Clients that came back to their seat. */
  resumed = 0;
  readonly #ended = new Map<SeatEndReason, number>([
    ["left", 0],
    ["closed", 0],
    ["timeout", 0],
    ["kicked", 0],
    ["policy", 0],
    ["ended", 0],
    ["moved", 0],
  ]);

  /** Counts the end of a seat. */
  countEnd(reason: SeatEndReason): void {
    this.#ended.set(reason, (this.#ended.get(reason) ?? 0) + 1);
  }

  /** Ended seats by reason. */
  get ended(): ReadonlyMap<SeatEndReason, number> {
    return this.#ended;
  }
}
