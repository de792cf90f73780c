/**
 * One live seat as the relay knows it, and its room. Changed by the registry
 * only, which counts the revisions.
 *
 * @module
 */

/** Live seats of one room. */
export class RelayRoom {
  /** Revision of the last change that a policy decision may depend on. */
  changedAtRevision = 0;
  /** Live seats. */
  readonly seats = new Set<RelaySeat>();

  /** Creates a room without seats. */
  constructor(readonly name: string) {}
}

/** One live seat. */
export class RelaySeat {
  /** Address of the signaling socket; null when it is not known. */
  signalingAddress: string | null = null;
  /** TURN clients with an allocation that were seen since the seat last moved. */
  readonly clientAddresses = new Set<{ readonly hostname: string }>();
  /** Addresses at which the member counts as seen; derived from the two above. */
  readonly seenAddresses = new Set<string>();
  /** Public addresses of candidates that the member signalled. */
  readonly signalledAddresses = new Set<string>();
  /** Number of relayed ports by address. */
  readonly relayedAddressCounts = new Map<string, number>();
  /** Whether the member is on this machine. */
  isLoopback = false;
  /** Whether the member reached this machine by an address or name of its own. */
  usesOwnHost = false;

  /** Creates a seat without addresses. */
  constructor(readonly memberId: string, readonly room: RelayRoom) {}

  /** Whether another seat of the room is seen at the address. */
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

  #someRoomMate(test: (seat: RelaySeat) => boolean): boolean {
    for (const seat of this.room.seats) {
      if (seat !== this && test(seat)) return true;
    }
    return false;
  }
}
