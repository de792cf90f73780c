/**
 * Checks that each message reaches every other member of its room once, in
 * the order of its sender, and never its sender.
 *
 * @module
 */

/** A wrong delivery. */
export type DeliveryFault = "own" | "foreign-room" | "twice" | "skipped";

/** Checks the deliveries in rooms of equal size. */
export class DeliveryChecker {
  #membersPerRoom: number;
  #nextSequences: Uint32Array;
  #faultCounts = new Map<DeliveryFault, number>();

  /** @param members Members per room; member `i` is in room `i / members`. */
  constructor(rooms: number, members: number) {
    this.#membersPerRoom = members;
    this.#nextSequences = new Uint32Array(rooms * members * members);
  }

  /** Number of faults of each kind. */
  get faultCounts(): ReadonlyMap<DeliveryFault, number> {
    return this.#faultCounts;
  }

  /** Checks one delivery; returns its fault or null. */
  recordDelivery(
    receiver: number,
    sender: number,
    sequence: number,
  ): DeliveryFault | null {
    const fault = this.#findFault(receiver, sender, sequence);
    if (fault) {
      this.#faultCounts.set(fault, (this.#faultCounts.get(fault) ?? 0) + 1);
    }
    return fault;
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
