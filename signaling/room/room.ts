/**
 * A room: its seats in the order in which they were taken, its rules, and the
 * knocks of those who want to enter.
 *
 * @module
 */
import type { Knock } from "../waiting_room/knock.ts";
import { TokenBucket } from "../../server/net/token_bucket.ts";
import { BURST_SECONDS } from "../client_rate.ts";
import { HeldBytesLimit } from "../held_bytes.ts";
import {
  costOfMessage,
  createServerMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";
import {
  DEFAULT_ROOM,
  type Knocker,
  type Member,
  type RoomRules,
} from "../protocol.ts";
import { roomKeyOf } from "../room_name.ts";
import type { RoomAccessControl } from "./room_control.ts";
import type { Seat } from "./seat.ts";

/** Limits of what a room costs the server. */
export interface RoomLimits {
  /** Members of a room. */
  readonly maxRoomMembers: number;
  /** Size of a message, over all its fragments. */
  readonly maxMessageBytes: number;
  /**
   * Bytes a second that a room may deliver, counted once per receiver; a burst
   * may have 4 times as many.
   */
  readonly roomBytesPerSecond: number;
}

/** Unsent bytes of a room, in seconds of its budget: two bursts. */
const UNSENT_SECONDS = 2 * BURST_SECONDS;

/** A budget in which a message of the largest size to all members has room. */
function createFanOutBucket(limits: RoomLimits, nowMs: number): TokenBucket {
  const { roomBytesPerSecond, maxMessageBytes, maxRoomMembers } = limits;
  const largest = costOfMessage({ bytes: maxMessageBytes }) * maxRoomMembers;
  return new TokenBucket({
    perSecond: roomBytesPerSecond,
    burst: Math.max(roomBytesPerSecond * BURST_SECONDS, largest),
  }, nowMs);
}

/** True for the key of a room with lock and hosts: all but the default room. */
export function roomHasRules(key: string): boolean {
  return key !== DEFAULT_ROOM;
}

/** One room. It exists while it has a seat or a knock. */
export class Room {
  /** Name as it was written by the first member. */
  readonly name: string;
  /** Key of the name, by which rooms are compared. */
  readonly key: string;
  /** Lock, hosts and token rules. */
  readonly control: RoomAccessControl;
  /** Knocks by id, in the order in which they came. */
  readonly knocks = new Map<string, Knock>();
  /** Ids of the members with a raised hand, in the order in which they raised it. */
  hands: readonly string[] = [];
  /** When the last newcomer got a seat. */
  newcomerAtMs: number = -Infinity;
  readonly #seats = new Map<string, Seat>();
  readonly #fanOutBucket: TokenBucket;
  readonly #unsentLimit: HeldBytesLimit<Seat>;

  /** Creates a room without seats. */
  constructor(
    name: string,
    control: RoomAccessControl,
    limits: RoomLimits,
    nowMs: number,
  ) {
    this.name = name;
    this.key = roomKeyOf(name);
    this.control = control;
    this.#fanOutBucket = createFanOutBucket(limits, nowMs);
    this.#unsentLimit = new HeldBytesLimit<Seat>(
      limits.roomBytesPerSecond * UNSENT_SECONDS,
      {
        holders: () => this.#seats.values(),
        bytesOf: ({ unsentBytes }) => unsentBytes,
        free: (seat) => seat.evict(),
      },
    );
  }

  /** Takes a member whose seat has ended out of the raised hands, and sends them. */
  lowerHand(id: string): void {
    if (!this.hands.includes(id)) return;
    this.hands = this.hands.filter((hand) => hand !== id);
    const data = { hands: this.hands, by: id };
    this.broadcast(null, createServerMessage("hands", data));
  }

  /** Number of seats. */
  get size(): number {
    return this.#seats.size;
  }

  /** Seats in the order in which they were taken. */
  get seats(): IterableIterator<Seat> {
    return this.#seats.values();
  }

  /** False for the default room. */
  get hasRules(): boolean {
    return roomHasRules(this.key);
  }

  /** Lock and hosts as members receive them. */
  get rules(): RoomRules {
    return this.hasRules
      ? this.control.rules(this.seats)
      : { locked: false, hosts: [] };
  }

  /** Knocks that have a name. */
  get knockers(): Knocker[] {
    const knockers: Knocker[] = [];
    for (const { id, name } of this.knocks.values()) {
      if (name !== null) knockers.push({ id, name });
    }
    return knockers;
  }

  /** True for members who may mute, remove, name hosts and end the room. */
  isHost(id: string): boolean {
    return this.rules.hosts.includes(id);
  }

  /** True when the next newcomer opens the room. */
  isVacant(nowMs: number): boolean {
    return this.size === 0 && nowMs >= this.control.awaitedUntilMs;
  }

  /** Adds a seat. */
  addSeat(seat: Seat): void {
    this.#seats.set(seat.id, seat);
  }

  /** Removes a seat; true when none is left. */
  removeSeat(seat: Seat): boolean {
    this.#seats.delete(seat.id);
    return this.#seats.size === 0;
  }

  /** The seat with this id in this room. */
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

  /** Delivers a message to all members except `seat`. */
  broadcast(seat: Seat | null, message: OutgoingMessage): void {
    for (const other of this.#seats.values()) {
      if (other !== seat) this.deliver(other, message);
    }
  }

  /** Delivers a message to a member and counts it for the room. */
  deliver(seat: Seat, message: OutgoingMessage): void {
    seat.deliver(message);
    this.#unsentLimit.add(costOfMessage(message));
  }

  /**
   * Takes the delivery of a message to `receivers` members from the budget of
   * the room; false when it is used up.
   */
  takeFanOut(bytes: number, receivers: number, nowMs: number): boolean {
    return this.#fanOutBucket.take(costOfMessage({ bytes }) * receivers, nowMs);
  }
}
