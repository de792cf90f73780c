/**
 * What the relay knows about the rooms: which seats live, in which room, from
 * where they are seen to reach this server, and which addresses they
 * signalled. Told by whoever owns the rooms; the relay only asks.
 *
 * @module
 */
import { canonicalIp } from "../../server/net/ip_address.ts";
import { kindOf } from "./special_ranges.ts";

/** A seat that was taken, or taken again from another address. */
export interface SeatOpening {
  readonly peerId: string;
  readonly room: string;
  /** Address from which the signaling socket came, null when not known. */
  readonly address: string | null;
  /** Whether that socket truly came over loopback, not through a proxy. */
  readonly isLoopback: boolean;
}

/** Bounds of what is kept. */
export interface SeatLimits {
  readonly maxSeats: number;
  /** Per seat; the oldest goes first. */
  readonly maxSeenAddresses: number;
  readonly maxSignalledAddresses: number;
}

/** Defaults of {@linkcode SeatLimits}. */
export const DEFAULT_SEAT_LIMITS: SeatLimits = {
  maxSeats: 100_000,
  maxSeenAddresses: 16,
  maxSignalledAddresses: 64,
};

/** The members of one room, as the relay sees them. */
export class Room {
  /** Grows with every change that can change a verdict. */
  version = 0;
  readonly seats = new Set<Seat>();

  constructor(readonly name: string) {}
}

/** One live seat. */
export class Seat {
  readonly seen = new Set<string>();
  readonly signalled = new Set<string>();
  /** Addresses at which this seat holds relayed ports, with how many. */
  readonly relayed = new Map<string, number>();
  /** Whether the member truly sits on this machine. */
  isLoopback = false;

  constructor(readonly peerId: string, readonly room: Room) {}

  /** Whether another seat of the room is seen at the address. */
  isMateSeenAt(hostname: string): boolean {
    return this.#someMate((mate) => mate.seen.has(hostname));
  }

  /** Whether another seat of the room signalled the address. */
  isMateSignalledAt(hostname: string): boolean {
    return this.#someMate((mate) => mate.signalled.has(hostname));
  }

  /** Whether a seat of the room holds a relayed port at the address. */
  isMateRelayedAt(hostname: string): boolean {
    return this.#someMate((mate) => mate.relayed.has(hostname));
  }

  /** Counts a relayed port at an address, or with -1 uncounts it. */
  countRelayed(hostname: string, change: 1 | -1): void {
    const count = (this.relayed.get(hostname) ?? 0) + change;
    if (count > 0) this.relayed.set(hostname, count);
    else this.relayed.delete(hostname);
    this.room.version++;
  }

  #someMate(test: (mate: Seat) => boolean): boolean {
    for (const mate of this.room.seats) {
      if (mate !== this && test(mate)) return true;
    }
    return false;
  }
}

/** All live seats; the one door by which facts about rooms come in. */
export class Seats {
  readonly #limits: SeatLimits;
  readonly #seats = new Map<string, Seat>();
  readonly #rooms = new Map<string, Room>();

  constructor(limits: SeatLimits = DEFAULT_SEAT_LIMITS) {
    this.#limits = limits;
  }

  /** How many seats live. */
  get size(): number {
    return this.#seats.size;
  }

  /** The live seat of that id. */
  find(peerId: string): Seat | undefined {
    return this.#seats.get(peerId);
  }

  /** A seat was taken, or its socket came back; false when there are too many. */
  open(opening: SeatOpening): boolean {
    let seat = this.#seats.get(opening.peerId);
    if (!seat) {
      if (this.#seats.size >= this.#limits.maxSeats) return false;
      const room = this.#rooms.get(opening.room) ?? new Room(opening.room);
      this.#rooms.set(opening.room, room);
      seat = new Seat(opening.peerId, room);
      room.seats.add(seat);
      this.#seats.set(opening.peerId, seat);
    }
    seat.isLoopback = opening.isLoopback;
    const hostname = canonicalIp(opening.address ?? "");
    if (hostname !== null) this.seenAt(seat.peerId, hostname);
    seat.room.version++;
    return true;
  }

  /** A seat ended: nothing of it opens anything from here on. */
  close(peerId: string): void {
    const seat = this.#seats.get(peerId);
    if (!seat) return;
    this.#seats.delete(peerId);
    seat.room.seats.delete(seat);
    seat.room.version++;
    if (seat.room.seats.size === 0) this.#rooms.delete(seat.room.name);
  }

  /** A seat signalled a candidate; anything but a public IP opens nothing. */
  candidate(peerId: string, address: string): void {
    const seat = this.#seats.get(peerId);
    const hostname = canonicalIp(address);
    if (!seat || hostname === null || kindOf(hostname) !== "public") return;
    if (seat.signalled.has(hostname)) return;
    remember(seat.signalled, hostname, this.#limits.maxSignalledAddresses);
    seat.room.version++;
  }

  /**
   * A seat was seen to reach this server from a canonical address. Loopback
   * counts only for a member who truly sits on this machine: behind a proxy
   * everyone seems to.
   */
  seenAt(peerId: string, hostname: string): void {
    const seat = this.#seats.get(peerId);
    if (!seat || seat.seen.has(hostname)) return;
    if (!seat.isLoopback && kindOf(hostname) === "loopback") return;
    remember(seat.seen, hostname, this.#limits.maxSeenAddresses);
    seat.room.version++;
  }
}

function remember(set: Set<string>, value: string, max: number): void {
  set.delete(value);
  set.add(value);
  for (const oldest of set) {
    if (set.size <= max) break;
    set.delete(oldest);
  }
}
