/**
 * What the relay knows about the rooms: which seats live, in which room, from
 * where they are seen to reach this server, and which addresses they
 * signalled. Told by whoever owns the rooms; the relay only asks.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import { classifyAddress } from "./special_ranges.ts";

/** A seat that was taken, or taken again from another address. */
export interface SeatInfo {
  readonly memberId: string;
  readonly room: string;
  /** Address from which the signaling socket came, null when not known. */
  readonly address: string | null;
  /** Whether that socket truly came over loopback, not through a proxy. */
  readonly isLoopback: boolean;
}

/** Bounds of what is kept. */
export interface RelaySeatLimits {
  readonly maxSeats: number;
  /** Per seat; the oldest goes first. */
  readonly maxSeenAddresses: number;
  readonly maxSignalledAddresses: number;
}

/** Defaults of {@linkcode RelaySeatLimits}. */
export const DEFAULT_RELAY_SEAT_LIMITS: RelaySeatLimits = {
  maxSeats: 100_000,
  maxSeenAddresses: 16,
  maxSignalledAddresses: 64,
};

/** The members of one room, as the relay sees them. */
export class RelayRoom {
  /** Grows with every change that can change a verdict. */
  policyVersion = 0;
  readonly seats = new Set<RelaySeat>();

  constructor(readonly name: string) {}
}

/** One live seat. */
export class RelaySeat {
  readonly seenAddresses = new Set<string>();
  readonly signalledAddresses = new Set<string>();
  /** Addresses at which this seat holds relayed ports, with how many. */
  readonly relayedAddressCounts = new Map<string, number>();
  /** Whether the member truly sits on this machine. */
  isLoopback = false;

  constructor(readonly memberId: string, readonly room: RelayRoom) {}

  /** Whether another seat of the room is seen at the address. */
  isRoomMateSeenAt(hostname: string): boolean {
    return this.#someRoomMate((mate) => mate.seenAddresses.has(hostname));
  }

  /** Whether another seat of the room signalled the address. */
  isRoomMateSignalledAt(hostname: string): boolean {
    return this.#someRoomMate((mate) => mate.signalledAddresses.has(hostname));
  }

  /** Whether a seat of the room holds a relayed port at the address. */
  isRoomMateRelayedAt(hostname: string): boolean {
    return this.#someRoomMate((mate) =>
      mate.relayedAddressCounts.has(hostname)
    );
  }

  /** Counts a relayed port at an address, or with -1 uncounts it. */
  adjustRelayedCount(hostname: string, change: 1 | -1): void {
    const count = (this.relayedAddressCounts.get(hostname) ?? 0) + change;
    if (count > 0) this.relayedAddressCounts.set(hostname, count);
    else this.relayedAddressCounts.delete(hostname);
    this.room.policyVersion++;
  }

  #someRoomMate(test: (mate: RelaySeat) => boolean): boolean {
    for (const mate of this.room.seats) {
      if (mate !== this && test(mate)) return true;
    }
    return false;
  }
}

/** All live seats; the one door by which facts about rooms come in. */
export class RelaySeatRegistry {
  readonly #limits: RelaySeatLimits;
  readonly #byMemberId = new Map<string, RelaySeat>();
  readonly #rooms = new Map<string, RelayRoom>();

  constructor(limits: RelaySeatLimits = DEFAULT_RELAY_SEAT_LIMITS) {
    this.#limits = limits;
  }

  /** How many seats live. */
  get size(): number {
    return this.#byMemberId.size;
  }

  /** The live seat of that id. */
  find(peerId: string): RelaySeat | undefined {
    return this.#byMemberId.get(peerId);
  }

  /** A seat was taken, or its socket came back; false when there are too many. */
  openSeat(opening: SeatInfo): boolean {
    let seat = this.#byMemberId.get(opening.memberId);
    if (!seat) {
      if (this.#byMemberId.size >= this.#limits.maxSeats) return false;
      const room = this.#rooms.get(opening.room) ?? new RelayRoom(opening.room);
      this.#rooms.set(opening.room, room);
      seat = new RelaySeat(opening.memberId, room);
      room.seats.add(seat);
      this.#byMemberId.set(opening.memberId, seat);
    }
    seat.isLoopback = opening.isLoopback;
    const hostname = canonicalizeIp(opening.address ?? "");
    if (hostname !== null) this.addSeenAddress(seat.memberId, hostname);
    seat.room.policyVersion++;
    return true;
  }

  /** A seat ended: nothing of it opens anything from here on. */
  closeSeat(peerId: string): void {
    const seat = this.#byMemberId.get(peerId);
    if (!seat) return;
    this.#byMemberId.delete(peerId);
    seat.room.seats.delete(seat);
    seat.room.policyVersion++;
    if (seat.room.seats.size === 0) this.#rooms.delete(seat.room.name);
  }

  /** A seat signalled a candidate; anything but a public IP opens nothing. */
  addCandidateAddress(peerId: string, address: string): void {
    const seat = this.#byMemberId.get(peerId);
    const hostname = canonicalizeIp(address);
    if (!seat || hostname === null || classifyAddress(hostname) !== "public") {
      return;
    }
    if (seat.signalledAddresses.has(hostname)) return;
    addBounded(
      seat.signalledAddresses,
      hostname,
      this.#limits.maxSignalledAddresses,
    );
    seat.room.policyVersion++;
  }

  /**
   * A seat was seen to reach this server from a canonical address. Loopback
   * counts only for a member who truly sits on this machine: behind a proxy
   * everyone seems to.
   */
  addSeenAddress(peerId: string, hostname: string): void {
    const seat = this.#byMemberId.get(peerId);
    if (!seat || seat.seenAddresses.has(hostname)) return;
    if (!seat.isLoopback && classifyAddress(hostname) === "loopback") return;
    addBounded(seat.seenAddresses, hostname, this.#limits.maxSeenAddresses);
    seat.room.policyVersion++;
  }
}

function addBounded(set: Set<string>, value: string, max: number): void {
  set.delete(value);
  set.add(value);
  for (const oldest of set) {
    if (set.size <= max) break;
    set.delete(oldest);
  }
}
