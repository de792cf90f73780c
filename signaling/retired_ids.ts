/**
 * Ids of members that left for good, so that an old token cannot bring them
 * back. Bounded: the oldest are forgotten first.
 *
 * @module
 */
import { RESUME_TOKEN_TTL_MS } from "./resume_token.ts";

const MAX_RETIRED = 10_000;

/** A set of ids, each kept as long as its last token could be good. */
export class RetiredIds {
  readonly #untilMs = new Map<string, number>();

  add(id: string, nowMs: number): void {
    this.#untilMs.delete(id);
    this.#untilMs.set(id, nowMs + RESUME_TOKEN_TTL_MS);
    for (const [oldest, untilMs] of this.#untilMs) {
      if (this.#untilMs.size <= MAX_RETIRED && untilMs > nowMs) break;
      this.#untilMs.delete(oldest);
    }
  }

  has(id: string, nowMs: number): boolean {
    return (this.#untilMs.get(id) ?? 0) > nowMs;
  }
}
