/**
 * Keeps allotments stable: they shrink soon and grow after a while, unless the
 * peer requested another size.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import type { Allotment, RenderedSize } from "./uplink_budget.ts";

/** Shortest time between two changes of a sender, for any reason. */
export const MIN_CHANGE_INTERVAL_MS = 1_500;
/** Time before a sender shrinks without a request of the peer. */
export const DECREASE_DELAY_MS = 3_000;
/** Time before a sender grows without a request of the peer. */
export const INCREASE_DELAY_MS = 8_000;

interface AppliedAllotment {
  allotment: Allotment;
  renderedSize: RenderedSize | null;
  atMs: number;
}

/** Allotment of each member. */
export class AllotmentHysteresis {
  readonly #applied = new Map<string, AppliedAllotment>();

  /** Allotment of a member, or null before the first one. */
  get(id: string): Allotment | null {
    return this.#applied.get(id)?.allotment ?? null;
  }

  /** Forgets all allotments: the next ones apply without delay. */
  clear(): void {
    this.#applied.clear();
  }

  /** Applies the wanted allotments whose delay has passed. */
  apply(
    wanted: ReadonlyMap<string, Allotment>,
    requestedBy: (id: string) => RenderedSize | null,
    nowMs: number,
  ): void {
    retainKeys(this.#applied, wanted);
    for (const [id, allotment] of wanted) {
      const next = { allotment, renderedSize: requestedBy(id), atMs: nowMs };
      const applied = this.#applied.get(id);
      if (!applied || mayChange(applied, next)) this.#applied.set(id, next);
      else if (isSame(applied.allotment, allotment)) {
        applied.renderedSize = next.renderedSize;
      }
    }
  }
}

function mayChange(applied: AppliedAllotment, next: AppliedAllotment): boolean {
  const from = applied.allotment;
  const to = next.allotment;
  if (isSame(from, to)) return false;
  const sinceMs = next.atMs - applied.atMs;
  const isRequested =
    applied.renderedSize?.camera !== next.renderedSize?.camera ||
    applied.renderedSize?.screen !== next.renderedSize?.screen;
  if (isRequested) return sinceMs >= MIN_CHANGE_INTERVAL_MS;
  const isDecrease = to.camera < from.camera || to.screen < from.screen;
  return sinceMs >= (isDecrease ? DECREASE_DELAY_MS : INCREASE_DELAY_MS);
}

function isSame(a: Allotment, b: Allotment): boolean {
  return a.camera === b.camera && a.screen === b.screen;
}
