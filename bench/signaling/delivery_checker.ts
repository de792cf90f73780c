/**
 * The rule that every message reaches each other member of its room once, in
 * the order of its sender, and never its sender.
 *
 * @module
 */

/** How a delivery broke the rule. */
export type Breach = "own" | "foreign-room" | "twice" | "skipped";

/** Watches the deliveries of members that stand in rooms of equal size. */
export class DeliveryChecker {
  #members: number;
  #next: Uint32Array;
  #breaches = new Map<Breach, number>();

  /** @param members Members of each room; member `i` is in room `i / members`. */
  constructor(rooms: number, members: number) {
    this.#members = members;
    this.#next = new Uint32Array(rooms * members * members);
  }

  /** Counts of each kind of breach so far; empty when all is well. */
  get breaches(): ReadonlyMap<Breach, number> {
    return this.#breaches;
  }

  /** Takes one delivery; what is wrong with it, or null. */
  received(receiver: number, sender: number, sequence: number): Breach | null {
    const breach = this.#judge(receiver, sender, sequence);
    if (breach) {
      this.#breaches.set(breach, (this.#breaches.get(breach) ?? 0) + 1);
    }
    return breach;
  }

  #judge(receiver: number, sender: number, sequence: number): Breach | null {
    const members = this.#members;
    if (receiver === sender) return "own";
    const room = Math.floor(receiver / members);
    if (room !== Math.floor(sender / members)) return "foreign-room";
    const at = receiver * members + (sender - room * members);
    const expected = this.#next[at] ?? 0;
    if (sequence < expected) return "twice";
    this.#next[at] = sequence + 1;
    return sequence > expected ? "skipped" : null;
  }
}
