/**
 * Ids of members that are gone for good, so that an old token cannot bring
 * them back. Bounded: the oldest are forgotten first.
 *
 * @module
 */
import { RESUME_TOKEN_TTL_MS } from "./resume_token.ts";

const MAX_RETIRED = 10_000;

/** How a member went: by itself, by a host, or with its room. */
export type Retirement = "left" | "removed" | "ended";

/** A set of ids, each kept as long as its last token could be good. */
export class RetiredIds {
  readonly #gone = new Map<
    string,
    { readonly how: Retirement; readonly untilMs: number }
  >();

  add(id: string, how: Retirement, nowMs: number): void {
    this.#gone.delete(id);
    this.#gone.set(id, { how, untilMs: nowMs + RESUME_TOKEN_TTL_MS });
    for (const [oldest, { untilMs }] of this.#gone) {
      if (this.#gone.size <= MAX_RETIRED && untilMs > nowMs) break;
      this.#gone.delete(oldest);
    }
  }

  /** How the member of this id went, or null for one that may come back. */
  find(id: string, nowMs: number): Retirement | null {
    const gone = this.#gone.get(id);
    return gone !== undefined && gone.untilMs > nowMs ? gone.how : null;
  }
}
