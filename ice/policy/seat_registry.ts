/**
 * Live seats by room, with the addresses from which they are seen to reach this
 * server and the addresses that they signalled. Updated by signaling and by
 * TURN, read by the peer policy.
 *
 * @module
 */
import { canonicalizeIp } from "../../server/net/ip_address.ts";
import { RelayRoom, RelaySeat } from "./relay_seat.ts";
import { SharedAddresses } from "./shared_addresses.ts";
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
  /**
   * Whether the member reached this machine by an address or local name of its
   * own. By a public address it may be seen at the address of a router that
   * translates hairpinned traffic (RFC 4787 §6) in place of its own.
   */
  readonly usesOwnHost: boolean;
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

/**
 * All live seats, and the revision of the facts behind policy decisions: one
 * counter, so that a decision is valid while nothing that it depends on has a
 * later revision.
 */
export class RelaySeatRegistry {
  readonly #limits: RelaySeatLimits;
  readonly #byMemberId = new Map<string, RelaySeat>();
  readonly #rooms = new Map<string, RelayRoom>();
  readonly #shared = new SharedAddresses();
  #revision = 0;
  #changedForAll = 0;

  /** Creates a registry without seats. */
  constructor(limits: RelaySeatLimits = DEFAULT_RELAY_SEAT_LIMITS) {
    this.#limits = limits;
  }

  /** Number of live seats. */
  get size(): number {
    return this.#byMemberId.size;
  }

  /** Latest revision, for a decision that is made now. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether a decision of that revision is valid for a client of the seat. */
  isCurrent(revision: number, seat: RelaySeat | null): boolean {
    return revision >= this.#changedForAll &&
      (seat === null || revision >= seat.room.changedAtRevision);
  }

  /** Invalidates every decision: addresses of this machine have changed. */
  invalidateAll(): void {
    this.#changedForAll = ++this.#revision;
  }

  /** Finds the live seat of a member. */
  find(memberId: string): RelaySeat | undefined {
    return this.#byMemberId.get(memberId);
  }

  /** Whether several members have been seen at the private address. */
  isShared(hostname: string): boolean {
    return this.#shared.has(hostname);
  }

  /**
   * Adds a seat, or updates it after its socket came back; false above the limit.
   * A seat that moved to another address is no longer seen at its earlier ones.
   */
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
    const hostname = canonicalizeIp(info.address ?? "");
    if (seat.signalingAddress !== hostname) seat.clientAddresses.clear();
    seat.signalingAddress = hostname;
    seat.isLoopback = info.isLoopback;
    seat.usesOwnHost = info.usesOwnHost;
    this.#updateSeenAddresses(seat);
    return true;
  }

  /** Removes a seat and its addresses. */
  closeSeat(memberId: string): void {
    const seat = this.#byMemberId.get(memberId);
    if (!seat) return;
    this.#byMemberId.delete(memberId);
    for (const hostname of seat.seenAddresses) {
      this.#shared.remove(hostname, seat);
    }
    seat.seenAddresses.clear();
    seat.clientAddresses.clear();
    seat.room.seats.delete(seat);
    this.#changed(seat.room);
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
    seat.signalledAddresses.add(hostname);
    dropOldest(seat.signalledAddresses, this.#limits.maxSignalledAddresses);
    this.#changed(seat.room);
  }

  /**
   * Adds the address of a TURN client of the seat, as long as the client has an
   * allocation and the seat does not move.
   *
   * @param client Identifies the client; its hostname is canonical.
   */
  addClientAddress(
    seat: RelaySeat,
    client: { readonly hostname: string },
  ): void {
    if (seat.clientAddresses.has(client)) return;
    seat.clientAddresses.add(client);
    dropOldest(seat.clientAddresses, this.#limits.maxSeenAddresses);
    this.#updateSeenAddresses(seat);
  }

  /** Removes the address of a TURN client whose allocation has ended. */
  removeClientAddress(
    seat: RelaySeat,
    client: { readonly hostname: string },
  ): void {
    if (seat.clientAddresses.delete(client)) this.#updateSeenAddresses(seat);
  }

  /** Adds 1 to, or subtracts 1 from, the seat's relayed ports at an address. */
  adjustRelayedCount(seat: RelaySeat, hostname: string, change: 1 | -1): void {
    const count = (seat.relayedAddressCounts.get(hostname) ?? 0) + change;
    if (count > 0) seat.relayedAddressCounts.set(hostname, count);
    else seat.relayedAddressCounts.delete(hostname);
    this.#changed(seat.room);
  }

  #updateSeenAddresses(seat: RelaySeat): void {
    const before = new Set(seat.seenAddresses);
    seat.seenAddresses.clear();
    if (seat.signalingAddress !== null) addSeen(seat, seat.signalingAddress);
    for (const { hostname } of seat.clientAddresses) addSeen(seat, hostname);
    for (const hostname of seat.seenAddresses) {
      if (!before.delete(hostname)) this.#addToShared(hostname, seat);
    }
    for (const hostname of before) this.#shared.remove(hostname, seat);
    this.#changed(seat.room);
  }

  #addToShared(hostname: string, seat: RelaySeat): void {
    if (classifyAddress(hostname) !== "private") return;
    for (const other of this.#shared.add(hostname, seat)) {
      this.#changed(other.room);
    }
  }

  #changed(room: RelayRoom): void {
    room.changedAtRevision = ++this.#revision;
  }
}

/**
 * Ignores loopback unless the member is on this machine, since a proxy on it
 * makes all members appear there, and private addresses that a translator may
 * have put in place of the member's.
 */
function addSeen(seat: RelaySeat, hostname: string): void {
  const kind = classifyAddress(hostname);
  if (kind === "loopback" && !seat.isLoopback) return;
  if (kind === "private" && !seat.usesOwnHost) return;
  seat.seenAddresses.add(hostname);
}

function dropOldest<T>(set: Set<T>, max: number): void {
  for (const oldest of set) {
    if (set.size <= max) break;
    set.delete(oldest);
  }
}
