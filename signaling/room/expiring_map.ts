/**
 * A map of a bounded number of entries, each with an expiry time.
 *
 * @module
 */

interface Entry<V> {
  readonly value: V;
  readonly expiresMs: number;
}

/**
 * Entries in the order in which they were set. It suits entries that live
 * equally long: expired ones are then the oldest, and dropped from that end.
 */
export class ExpiringMap<V> {
  readonly #maxSize: number;
  readonly #entries = new Map<string, Entry<V>>();

  /** Creates a map that drops its oldest entries beyond `maxSize`. */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** Number of entries, including expired ones that are not dropped yet. */
  get size(): number {
    return this.#entries.size;
  }

  /** Sets an entry and returns the keys of those that it dropped. */
  set(key: string, value: V, expiresMs: number, nowMs: number): string[] {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresMs });
    const dropped: string[] = [];
    for (const [oldest, entry] of this.#entries) {
      const isKept = this.#entries.size <= this.#maxSize &&
        entry.expiresMs > nowMs;
      if (isKept) break;
      this.#entries.delete(oldest);
      dropped.push(oldest);
    }
    return dropped;
  }

  /** The value of an entry that has not expired. */
  get(key: string, nowMs: number): V | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expiresMs > nowMs
      ? entry.value
      : undefined;
  }

  /** Removes an entry, if there is one. */
  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Keys, values and expiry times, the oldest first. */
  *entries(): IterableIterator<readonly [string, V, number]> {
    for (const [key, { value, expiresMs }] of this.#entries) {
      yield [key, value, expiresMs];
    }
  }
}
