/**
 * Keeps what each member gets from flapping: less is given soon, more only
 * after a while, unless the member now looks at us in another size.
 *
 * @module
 */
import type { Allotment, RenderedSize } from "./uplink_budget.ts";

/** A sender changes at most this often, whoever wants it. */
export const MIN_CHANGE_INTERVAL_MS = 1_500;
/** Time before a sender gives less, when nobody asked. */
export const DECREASE_DELAY_MS = 3_000;
/** Time before a sender gives more, when nobody asked. */
export const INCREASE_DELAY_MS = 8_000;

interface AppliedAllotment {
  allotment: Allotment;
  renderedSize: RenderedSize | null;
  atMs: number;
}

/** What each member gets now. */
export class AllotmentHysteresis {
  readonly #applied = new Map<string, AppliedAllotment>();

  /** What a member gets, or null before it gets anything. */
  get(id: string): Allotment | null {
    return this.#applied.get(id)?.allotment ?? null;
  }

  /** Forgets what was given: what is divided next holds at once. */
  clear(): void {
    this.#applied.clear();
  }

  /** Comes nearer to what was divided, as far as time allows. */
  apply(
    wanted: ReadonlyMap<string, Allotment>,
    shown: (id: string) => RenderedSize | null,
    nowMs: number,
  ): void {
    for (const id of this.#applied.keys()) {
      if (!wanted.has(id)) this.#applied.delete(id);
    }
    for (const [id, allotment] of wanted) {
      const next = { allotment, renderedSize: shown(id), atMs: nowMs };
      const given = this.#applied.get(id);
      if (!given || mayChange(given, next)) this.#applied.set(id, next);
      else if (isSame(given.allotment, allotment)) {
        given.renderedSize = next.renderedSize;
      }
    }
  }
}

function mayChange(given: AppliedAllotment, next: AppliedAllotment): boolean {
  const was = given.allotment;
  const now = next.allotment;
  if (isSame(was, now)) return false;
  const sinceMs = next.atMs - given.atMs;
  const isAsked = given.renderedSize?.camera !== next.renderedSize?.camera ||
    given.renderedSize?.screen !== next.renderedSize?.screen;
  if (isAsked) return sinceMs >= MIN_CHANGE_INTERVAL_MS;
  const isLess = now.camera < was.camera || now.screen < was.screen;
  return sinceMs >= (isLess ? DECREASE_DELAY_MS : INCREASE_DELAY_MS);
}

function isSame(a: Allotment, b: Allotment): boolean {
  return a.camera === b.camera && a.screen === b.screen;
}
