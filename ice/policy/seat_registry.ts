/**
 * Live seats by room, with the addresses from which they were seen to reach this
 * server and the addresses that they signalled. Updated by signaling, read by
 * the peer policy.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import { classifyAddress } from "./special_ranges.ts";

/** A seat that was opened, or resumed from another address. */
export interface SeatInfo {
  /** Id of the member. */
  readonly memberId: string;
  /** Name of the room. */
  readonly room: string;
  /** Address of the signaling socket; null when it is not known. */
  readonly address: string | null;
  /** Whether that socket came over loopback directly, not through a proxy. */
  readonly isLoopback: boolean;
}

/** Limits of the registry. */
export interface RelaySeatLimits {
  /** Number of live seats. */
  readonly maxSeats: number;
  /** Seen addresses per seat; the oldest is dropped. */
  readonly maxSeenAddresses: number;
  /** Signalled addresses per seat; the oldest is dropped. */
  readonly maxSignalledAddresses: number;
}

/** Defaults of {@linkcode RelaySeatLimits}. */
export const DEFAULT_RELAY_SEAT_LIMITS: RelaySeatLimits = {
  maxSeats: 100_000,
  maxSeenAddresses: 16,
  maxSignalledAddresses: 64,
};

/** Live seats of one room. */
export class RelayRoom {
  /** Grows with every change that a policy decision may depend on. */
  policyVersion = 0;
  /** Live seats. */
  readonly seats = new Set<RelaySeat>();

  /** Creates a room without seats. */
  constructor(readonly name: string) {}
}

/** One live seat. */
export class RelaySeat {
  /** Addresses from which the member was seen to reach this server. */
  readonly seenAddresses = new Set<string>();
  /** Public addresses of candidates that the member signalled. */
  readonly signalledAddresses = new Set<string>();
  /** Number of relayed ports by address. */
  readonly relayedAddressCounts = new Map<string, number>();
  /** Whether the member is on this machine. */
  isLoopback = false;

  /** Creates a seat without addresses. */
  constructor(readonly memberId: string, readonly room: RelayRoom) {}

  /** Whether another seat of the room was seen at the address. */
  isRoomMateSeenAt(hostname: string): boolean {
    return this.#someRoomMate((seat) => seat.seenAddresses.has(hostname));
  }

  /** Whether another seat of the room signalled the address. */
  isRoomMateSignalledAt(hostname: string): boolean {
    return this.#someRoomMate((seat) => seat.signalledAddresses.has(hostname));
  }

  /** Whether another seat of the room has a relayed port at the address. */
  isRoomMateRelayedAt(hostname: string): boolean {
    return this.#someRoomMate((seat) =>
      seat.relayedAddressCounts.has(hostname)
    );
  }

  /** Adds 1 to, or subtracts 1 from, the number of relayed ports at an address. */
  adjustRelayedCount(hostname: string, change: 1 | -1): void {
    const count = (this.relayedAddressCounts.get(hostname) ?? 0) + change;
    if (count > 0) this.relayedAddressCounts.set(hostname, count);
    else this.relayedAddressCounts.delete(hostname);
    this.room.policyVersion++;
  }

  #someRoomMate(test: (seat: RelaySeat) => boolean): boolean {
    for (const seat of this.room.seats) {
      if (seat !== this && test(seat)) return true;
    }
    return false;
  }
}

/** All live seats. */
export class RelaySeatRegistry {
  readonly #limits: RelaySeatLimits;
  readonly #byMemberId = new Map<string, RelaySeat>();
  readonly #rooms = new Map<string, RelayRoom>();

  /** Creates a registry without seats. */
  constructor(limits: RelaySeatLimits = DEFAULT_RELAY_SEAT_LIMITS) {
    this.#limits = limits;
  }

  /** Number of live seats. */
  get size(): number {
    return this.#byMemberId.size;
  }

  /** Finds the live seat of a member. */
  find(memberId: string): RelaySeat | undefined {
    return this.#byMemberId.get(memberId);
  }

  /** Adds a seat, or updates it after its socket came back; false above the limit. */
  openSeat(info: SeatInfo): boolean {
    let seat = this.#byMemberId.get(info.memberId);
    if (!seat) {
      if (this.#byMemberId.size >= this.#limits.maxSeats) return false;
      const room = this.#rooms.get(info.room) ?? new RelayRoom(info.room);
      this.#rooms.set(info.room, room);
      seat = new RelaySeat(info.memberId, room);
      room.seats.add(seat);
      this.#byMemberId.set(info.memberId, seat);
    }
    seat.isLoopback = info.isLoopback;
    const hostname = canonicalizeIp(info.address ?? "");
    if (hostname !== null) this.addSeenAddress(seat.memberId, hostname);
    seat.room.policyVersion++;
    return true;
  }

  /** Removes a seat and its addresses. */
  closeSeat(memberId: string): void {
    const seat = this.#byMemberId.get(memberId);
    if (!seat) return;
    this.#byMemberId.delete(memberId);
    seat.room.seats.delete(seat);
    seat.room.policyVersion++;
    if (seat.room.seats.size === 0) this.#rooms.delete(seat.room.name);
  }

  /** Adds the address of a signalled candidate; ignores all but public addresses. */
  addCandidateAddress(memberId: string, address: string): void {
    const seat = this.#byMemberId.get(memberId);
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
   * Adds a canonical address from which a member was seen to reach this server.
   * Ignores loopback unless the member is on this machine: a proxy on it makes
   * all members appear there.
   */
  addSeenAddress(memberId: string, hostname: string): void {
    const seat = this.#byMemberId.get(memberId);
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
