/**
 * Which rooms this process owns: claims, renewals and losses of leases, with
 * the stored state that comes with a room.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import type {
  Backplane,
  HeldLease,
  RenewalOutcome,
  RoomOwner,
} from "./backplane.ts";
import type { SeatHandover } from "../room/seat_handover.ts";
import { roomKeyOf } from "../room_name.ts";
import type { RoomLeases } from "./room_leases.ts";
import type { SharedRoomStore } from "./shared_room_store.ts";

/** Where a room is: at an owner, here, or at none yet. */
export type RoomPlace = RoomOwner | "here" | null;

/** What ownership works on. */
export interface RoomOwnershipOptions {
  /** Where leases are. */
  readonly backplane: Backplane;
  /** The rooms of this process. */
  readonly hub: Hub;
  /** The store of the hub. */
  readonly store: SharedRoomStore;
  /** The owned rooms, which the store knows too. */
  readonly leases: RoomLeases;
  /** Clock of the hub. */
  readonly clock: () => number;
  /** Continues the seats that the last owner of a room handed over. */
  readonly restoreSeats: (content: unknown) => void;
}

/** Field of the seats that an owner hands over when it stops. */
const SEATS_FIELD = "seats";

/** Longest text of it, in UTF-16 code units; without it members get new seats. */
const MAX_SEATS_LENGTH = 4_000_000;

/** The rooms of one process among several. */
export class RoomOwnership {
  /** False while the backplane does not answer. */
  isAvailable = true;
  /** Free leases are taken from then on, so that earlier owners get theirs first. */
  mayTakeAtMs: number = -Infinity;
  readonly #options: RoomOwnershipOptions;
  readonly #leases: RoomLeases;
  readonly #claims = new Map<string, Promise<RoomPlace>>();
  #isShutDown = false;
  #lostCount = 0;

  /** Owns no room yet. */
  constructor(options: RoomOwnershipOptions) {
    this.#options = options;
    this.#leases = options.leases;
  }

  /** Rooms that were given up because another process owned them. */
  get lostCount(): number {
    return this.#lostCount;
  }

  /**
   * True when this process owns the room. Without the backplane it becomes the
   * owner of any room.
   */
  ownsNow(room: string, nowMs: number): boolean {
    if (this.#leases.has(room)) return true;
    if (this.isAvailable) return false;
    this.#leases.add(room, null, nowMs);
    return true;
  }

  /** Finds the owner of a room, or becomes it; one claim per room at a time. */
  claim(room: string): Promise<RoomPlace> {
    const current = this.#claims.get(room);
    if (current) return current;
    const claim = this.#claimOnce(room).finally(() =>
      this.#claims.delete(room)
    );
    this.#claims.set(room, claim);
    return claim;
  }

  /** Applies the outcomes of a renewal to these leases. */
  applyOutcomes(
    held: readonly HeldLease[],
    outcomes: readonly RenewalOutcome[],
    nowMs: number,
  ): void {
    held.forEach(({ room, fence }, i) => {
      // The lease may have changed hands while the answer was on its way.
      if (!this.#leases.isFencedBy(room, fence)) return;
      if (outcomes[i] === "lost") this.lose(room, nowMs);
      else if (outcomes[i] === "restored") {
        this.#options.store.rewrite(room, nowMs);
      }
    });
  }

  /** Gets a lease for a room that was opened without one, or gives it up. */
  async regain(room: string): Promise<void> {
    const place = await this.claim(room);
    if (place === "here" || place === null) return;
    this.lose(room, this.#options.clock());
  }

  /** Ends a room that another process may own; its members resume there. */
  lose(room: string, nowMs: number): void {
    const { hub, store } = this.#options;
    this.#lostCount++;
    this.#leases.remove(room);
    hub.abandonRoom(room, nowMs);
    store.forget(room);
  }

  /** Gives back the leases of rooms without members. */
  releaseUnused(): void {
    const { hub, store, backplane } = this.#options;
    for (const room of this.#leases.rooms) {
      if (hub.rooms.has(room)) continue;
      const lease = this.#leases.leaseOf(room);
      this.#leases.remove(room);
      store.forget(room);
      if (lease !== null) backplane.release(lease);
    }
  }

  /** Gives all leases back with these seats, and takes none any more. */
  shutDown(handover: SeatHandover): void {
    this.#isShutDown = true;
    const { backplane } = this.#options;
    const seats = new Map(
      handover.rooms.map((room) => [
        roomKeyOf(room.name),
        JSON.stringify({ ...handover, rooms: [room] }),
      ]),
    );
    for (const lease of this.#leases.held) {
      const text = seats.get(lease.room);
      if (text !== undefined && text.length <= MAX_SEATS_LENGTH) {
        backplane.store(lease, { set: { [SEATS_FIELD]: text }, remove: [] });
      }
      backplane.release(lease);
    }
  }

  async #claimOnce(room: string): Promise<RoomPlace> {
    const { backplane, clock } = this.#options;
    if (this.#leases.leaseOf(room) !== null) return "here";
    try {
      const mayTake = this.#leases.has(room) || clock() >= this.mayTakeAtMs;
      const result = await backplane.claim(room, mayTake);
      if (this.#isShutDown || result.kind === "unowned") return null;
      if (result.kind === "taken") {
        this.#take(room, result.fence, result.stored);
        return "here";
      }
      // A lease of our own that we do not know runs out.
      return result.owner.process === backplane.processId ? null : result.owner;
    } catch {
      return this.ownsNow(room, clock()) ? "here" : null;
    }
  }

  #take(
    room: string,
    fence: number,
    stored: Readonly<Record<string, string>>,
  ): void {
    const { hub, store, clock, backplane, restoreSeats } = this.#options;
    const wasOwned = this.#leases.has(room);
    this.#leases.add(room, fence, clock());
    store.adopt(room, stored, clock());
    if (wasOwned) store.rewrite(room, clock());
    const seats = stored[SEATS_FIELD];
    if (seats === undefined) {
      // The last owner was killed: its members come one after the other.
      if (!wasOwned && fence > 1) {
        hub.awaitedMessages.expectMembers(room, clock());
      }
      return;
    }
    if (!wasOwned) restoreSeats(JSON.parse(seats));
    const lease = { room, fence };
    backplane.store(lease, { set: {}, remove: [SEATS_FIELD] });
  }
}
