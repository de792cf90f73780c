/**
 * A room: the seats in it, in the order in which they were taken, its rules,
 * and who waits before it.
 *
 * @module
 */
import type { Knock } from "../waiting_room/knock.ts";
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import {
  DEFAULT_ROOM,
  type Knocker,
  type Member,
  type RoomRules,
} from "../protocol.ts";
import { RoomAccessControl } from "./room_control.ts";
import type { Seat } from "./seat.ts";

/** Seats by id. A room exists while it has one. */
export class Room {
  readonly name: string;
  readonly control = new RoomAccessControl();
  /** Who waits, by id, in the order in which they came. */
  readonly knocks = new Map<string, Knock>();
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

  /** False for the default room, where nobody has a say over others. */
  get hasRules(): boolean {
    return this.name !== DEFAULT_ROOM;
  }

  get rules(): RoomRules {
    return this.hasRules
      ? this.control.rules(this.seats)
      : { locked: false, hosts: [] };
  }

  /** Those who wait and have said their name. */
  get knockers(): Knocker[] {
    const knockers: Knocker[] = [];
    for (const { id, name } of this.knocks.values()) {
      if (name !== null) knockers.push({ id, name });
    }
    return knockers;
  }

  /** True for the members who may mute, remove, name hosts and end the room. */
  isHost(id: string): boolean {
    return this.rules.hosts.includes(id);
  }

  addSeat(seat: Seat): void {
    this.#seats.set(seat.id, seat);
  }

  /** Takes the seat out; true when the room is empty now. */
  removeSeat(seat: Seat): boolean {
    this.#seats.delete(seat.id);
    return this.#seats.size === 0;
  }

  findSeat(id: string): Seat | undefined {
    return this.#seats.get(id);
  }

  /** The members other than `seat`. */
  membersExcept(seat: Seat): Member[] {
    const members: Member[] = [];
    for (const other of this.#seats.values()) {
      if (other !== seat) members.push(other.member);
    }
    return members;
  }

  /** Delivers to everyone but `seat`. */
  broadcast(seat: Seat | null, message: OutgoingMessage): void {
    for (const other of this.#seats.values()) {
      if (other !== seat) other.deliver(message);
    }
  }
}
