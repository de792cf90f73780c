/**
 * Ids of members that are gone for good, so that an old token cannot bring
 * them back. Bounded: the oldest are forgotten first.
 *
 * @module
 */
import { RESUME_TOKEN_TTL_MS } from "./resume_token.ts";

const MAX_REVOKED_IDS = 10_000;

/** How a member went: by itself, by a host, or with its room. */
export type RevocationReason = "left" | "removed" | "ended";

/** A set of ids, each kept as long as its last token could be good. */
export class RevokedIds {
  readonly #revoked = new Map<
    string,
    { readonly how: RevocationReason; readonly untilMs: number }
  >();

  add(id: string, how: RevocationReason, nowMs: number): void {
    this.#revoked.delete(id);
    this.#revoked.set(id, { how, untilMs: nowMs + RESUME_TOKEN_TTL_MS });
    for (const [oldest, { untilMs }] of this.#revoked) {
      if (this.#revoked.size <= MAX_REVOKED_IDS && untilMs > nowMs) break;
      this.#revoked.delete(oldest);
    }
  }

  /** How the member of this id went, or null for one that may come back. */
  findReason(id: string, nowMs: number): RevocationReason | null {
    const gone = this.#revoked.get(id);
    return gone !== undefined && gone.untilMs > nowMs ? gone.how : null;
  }
}
