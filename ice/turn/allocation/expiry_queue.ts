/**
 * Items by the second in which something of them expires, so that a sweep looks
 * only at those that are due. An item is due up to a second early: its owner
 * looks, and schedules it again.
 *
 * @module
 */

/** A queue of items; each is scheduled for its earliest time. */
export class ExpiryQueue<T> {
  readonly #itemsBySecond = new Map<number, Set<T>>();
  readonly #secondOf = new Map<T, number>();

  /** Schedules an item, unless it is scheduled for an earlier time already. */
  schedule(item: T, atMs: number): void {
    const second = Math.floor(atMs / 1000);
    const scheduled = this.#secondOf.get(item);
    if (scheduled !== undefined && scheduled <= second) return;
    this.remove(item);
    const items = this.#itemsBySecond.get(second) ?? new Set<T>();
    items.add(item);
    this.#itemsBySecond.set(second, items);
    this.#secondOf.set(item, second);
  }

  /** Removes an item that has ended. */
  remove(item: T): void {
    const second = this.#secondOf.get(item);
    if (second === undefined) return;
    this.#secondOf.delete(item);
    const items = this.#itemsBySecond.get(second);
    items?.delete(item);
    if (items?.size === 0) this.#itemsBySecond.delete(second);
  }

  /** Removes and returns the items that are due. */
  takeDue(nowMs: number): T[] {
    const due: T[] = [];
    for (const [second, items] of this.#itemsBySecond) {
      if (second * 1000 > nowMs) continue;
      this.#itemsBySecond.delete(second);
      for (const item of items) {
        this.#secondOf.delete(item);
        due.push(item);
      }
    }
    return due;
  }
}
