/**
 * Keeps what each member gets from flapping: less is given soon, more only
 * after a while, unless the member now looks at us in another size.
 *
 * @module
 */
import type { Allotment, Shown } from "./uplink_budget.ts";

/** A sender changes at most this often, whoever wants it. */
export const CHANGE_MS = 1_500;
/** Time before a sender gives less, when nobody asked. */
export const DOWN_MS = 3_000;
/** Time before a sender gives more, when nobody asked. */
export const UP_MS = 8_000;

interface Given {
  allotment: Allotment;
  shown: Shown | null;
  atMs: number;
}

/** What each member gets now. */
export class Plan {
  readonly #given = new Map<string, Given>();

  /** What a member gets, or null before it gets anything. */
  of(id: string): Allotment | null {
    return this.#given.get(id)?.allotment ?? null;
  }

  /** Forgets what was given: what is divided next holds at once. */
  clear(): void {
    this.#given.clear();
  }

  /** Comes nearer to what was divided, as far as time allows. */
  follow(
    wanted: ReadonlyMap<string, Allotment>,
    shown: (id: string) => Shown | null,
    nowMs: number,
  ): void {
    for (const id of this.#given.keys()) {
      if (!wanted.has(id)) this.#given.delete(id);
    }
    for (const [id, allotment] of wanted) {
      const next = { allotment, shown: shown(id), atMs: nowMs };
      const given = this.#given.get(id);
      if (!given || mayChange(given, next)) this.#given.set(id, next);
      else if (isSame(given.allotment, allotment)) given.shown = next.shown;
    }
  }
}

function mayChange(given: Given, next: Given): boolean {
  const was = given.allotment;
  const now = next.allotment;
  if (isSame(was, now)) return false;
  const sinceMs = next.atMs - given.atMs;
  const isAsked = given.shown?.camera !== next.shown?.camera ||
    given.shown?.screen !== next.shown?.screen;
  if (isAsked) return sinceMs >= CHANGE_MS;
  const isLess = now.camera < was.camera || now.screen < was.screen;
  return sinceMs >= (isLess ? DOWN_MS : UP_MS);
}

function isSame(a: Allotment, b: Allotment): boolean {
  return a.camera === b.camera && a.screen === b.screen;
}
