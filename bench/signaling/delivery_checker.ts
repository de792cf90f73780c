/**
 * The rule that every message reaches each other member of its room once, in
 * the order of its sender, and never its sender.
 *
 * @module
 */

/** How a delivery broke the rule. */
export type DeliveryFault = "own" | "foreign-room" | "twice" | "skipped";

/** Watches the deliveries of members that stand in rooms of equal size. */
export class DeliveryChecker {
  #membersPerRoom: number;
  #nextSequences: Uint32Array;
  #faultCounts = new Map<DeliveryFault, number>();

  /** @param members Members of each room; member `i` is in room `i / members`. */
  constructor(rooms: number, members: number) {
    this.#membersPerRoom = members;
    this.#nextSequences = new Uint32Array(rooms * members * members);
  }

  /** Counts of each kind of breach so far; empty when all is well. */
  get faultCounts(): ReadonlyMap<DeliveryFault, number> {
    return this.#faultCounts;
  }

  /** Takes one delivery; what is wrong with it, or null. */
  recordDelivery(
    receiver: number,
    sender: number,
    sequence: number,
  ): DeliveryFault | null {
    const breach = this.#findFault(receiver, sender, sequence);
    if (breach) {
      this.#faultCounts.set(breach, (this.#faultCounts.get(breach) ?? 0) + 1);
    }
    return breach;
  }

  #findFault(
    receiver: number,
    sender: number,
    sequence: number,
  ): DeliveryFault | null {
    const members = this.#membersPerRoom;
    if (receiver === sender) return "own";
    const room = Math.floor(receiver / members);
    if (room !== Math.floor(sender / members)) return "foreign-room";
    const at = receiver * members + (sender - room * members);
    const expected = this.#nextSequences[at] ?? 0;
    if (sequence < expected) return "twice";
    this.#nextSequences[at] = sequence + 1;
    return sequence > expected ? "skipped" : null;
  }
}
