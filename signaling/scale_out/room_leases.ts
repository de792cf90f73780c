/**
 * The rooms that this process owns: by a lease, or without one, which it takes
 * only while the backplane is away.
 *
 * @module
 */
import type { HeldLease } from "./backplane.ts";

/** A room of this process. */
export interface OwnedRoom {
  /** Fencing number of the lease; null for a room without one. */
  readonly fence: number | null;
  /** When this process became the owner. */
  readonly takenAtMs: number;
}

/** Owned rooms by key. */
export class RoomLeases {
  readonly #rooms = new Map<string, OwnedRoom>();

  /** Number of owned rooms. */
  get size(): number {
    return this.#rooms.size;
  }

  /** Keys of all owned rooms. */
  get rooms(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  /** Rooms with a lease. */
  get held(): readonly HeldLease[] {
    const held: HeldLease[] = [];
    for (const [room, { fence }] of this.#rooms) {
      if (fence !== null) held.push({ room, fence });
    }
    return held;
  }

  /** Keys of the rooms without a lease. */
  get unleased(): readonly string[] {
    return this.rooms.filter((room) => this.#rooms.get(room)?.fence === null);
  }

  /** True when this process owns the room. */
  has(room: string): boolean {
    return this.#rooms.has(room);
  }

  /** An owned room. */
  get(room: string): OwnedRoom | undefined {
    return this.#rooms.get(room);
  }

  /** True when the room has a lease with this fencing number. */
  isFencedBy(room: string, fence: number): boolean {
    return this.#rooms.get(room)?.fence === fence;
  }

  /** The lease of a room, or null when it has none. */
  leaseOf(room: string): HeldLease | null {
    const fence = this.#rooms.get(room)?.fence ?? null;
    return fence === null ? null : { room, fence };
  }

  /** Adds a room, or the lease of one that had none. */
  add(room: string, fence: number | null, nowMs: number): void {
    const takenAtMs = this.#rooms.get(room)?.takenAtMs ?? nowMs;
    this.#rooms.set(room, { fence, takenAtMs });
  }

  /** Removes a room. */
  remove(room: string): void {
    this.#rooms.delete(room);
  }
}
