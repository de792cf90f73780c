/**
 * A room: the seats in it, in the order in which they were taken.
 *
 * @module
 */
import type { Outgoing } from "./outgoing.ts";
import type { Member } from "./protocol.ts";
import type { Seat } from "./seat.ts";

/** Seats by id. A room exists while it has one. */
export class Room {
  readonly name: string;
  readonly #seats = new Map<string, Seat>();

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#seats.size;
  }

  get seats(): IterableIterator<Seat> {
    return this.#seats.values();
  }

  add(seat: Seat): void {
    this.#seats.set(seat.id, seat);
  }

  /** Takes the seat out; true when the room is empty now. */
  remove(seat: Seat): boolean {
    this.#seats.delete(seat.id);
    return this.#seats.size === 0;
  }

  find(id: string): Seat | undefined {
    return this.#seats.get(id);
  }

  /** The members other than `seat`. */
  others(seat: Seat): Member[] {
    const members: Member[] = [];
    for (const other of this.#seats.values()) {
      if (other !== seat) members.push(other.member);
    }
    return members;
  }

  /** Delivers to everyone but `seat`. */
  broadcast(seat: Seat, message: Outgoing): void {
    for (const other of this.#seats.values()) {
      if (other !== seat) other.deliver(message);
    }
  }
}
