/**
 * The one member that a view with one large picture shows: the active
 * speaker, with a hold time, since a picture that changes with each word is
 * tiring.
 *
 * @module
 */
/** Shortest time for which a member that is present stays featured. */
export const MIN_FEATURED_MS = 2_000;

/** Selects the featured speaker. */
export class FeaturedSpeaker {
  #id: string | null = null;
  #sinceMs = -Infinity;

  /** Id of the featured speaker; null before another member has spoken. */
  get id(): string | null {
    return this.#id;
  }

  /**
   * Follows the active speakers. Our own voice never takes the large picture.
   *
   * @param speakers Ids of the active speakers; null is this browser.
   * @param members Ids of the members present.
   */
  update(
    speakers: readonly (string | null)[],
    members: ReadonlySet<string>,
    nowMs: number,
  ): void {
    const isPresent = this.#id !== null && members.has(this.#id);
    if (!isPresent) this.#feature(null, -Infinity);
    if (speakers.includes(this.#id) && isPresent) return;
    if (nowMs - this.#sinceMs < MIN_FEATURED_MS) return;
    const next = speakers.find((id) => id !== null && members.has(id));
    if (next) this.#feature(next, nowMs);
  }

  /** Features nobody. */
  clear(): void {
    this.#feature(null, -Infinity);
  }

  #feature(id: string | null, sinceMs: number): void {
    this.#id = id;
    this.#sinceMs = sinceMs;
  }
}
