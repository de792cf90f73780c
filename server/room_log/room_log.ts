/**
 * One line for each event in the life of a room and of its members. Rooms and
 * members have numbers of this process: names and ids would let a reader of the
 * log in. A flood of joins cannot fill the disk: lines beyond a rate are left
 * out and counted.
 *
 * @module
 */
import type { SeatEndReason } from "../../signaling/hub_options.ts";
import type { Seat } from "../../signaling/room/seat.ts";
import type { Log, LogFields } from "../log.ts";
import { TokenBucket } from "../net/token_bucket.ts";

/** Log and clock of a {@linkcode RoomLog}. */
export interface RoomLogOptions {
  /** Log that gets the lines. */
  readonly log: Log;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

interface LoggedRoom {
  readonly number: number;
  readonly openedAtMs: number;
  members: number;
  mostMembers: number;
}

interface LoggedMember {
  readonly number: number;
  readonly joinedAtMs: number;
}

/** Lines of rooms and members. */
export const LIFE_LINE_RATE = { perSecond: 10, burst: 200 };

/** Follows all rooms of the process. */
export class RoomLog {
  readonly #options: RoomLogOptions;
  readonly #rooms = new Map<string, LoggedRoom>();
  readonly #members = new WeakMap<Seat, LoggedMember>();
  readonly #bucket: TokenBucket;
  #roomCount = 0;
  #memberCount = 0;
  #unlogged = 0;

  /** Creates a log without rooms. */
  constructor(options: RoomLogOptions) {
    this.#options = options;
    this.#bucket = new TokenBucket(LIFE_LINE_RATE, options.nowMs());
  }

  /** Number of a room in the log, by the key of its name; null without seats. */
  roomNumber(key: string): number | null {
    return this.#rooms.get(key)?.number ?? null;
  }

  /** A client has a new seat. */
  seatOpened(seat: Seat): void {
    this.#addSeat(seat, "A member joined");
  }

  /** A member is back after its socket was lost, or after a restart. */
  seatResumed(seat: Seat): void {
    const member = this.#members.get(seat);
    const room = this.#rooms.get(seat.room);
    if (!room || !member) return this.#addSeat(seat, "A member came back");
    this.#write("A member came back", room, { member: member.number });
  }

  /** A seat has ended. */
  seatClosed(seat: Seat, reason: SeatEndReason): void {
    const room = this.#rooms.get(seat.room);
    const member = this.#members.get(seat);
    if (!room || !member) return;
    room.members--;
    this.#write("A member left", room, {
      member: member.number,
      reason,
      seconds: this.#secondsSince(member.joinedAtMs),
    });
    if (room.members > 0) return;
    this.#rooms.delete(seat.room);
    this.#write("A room closed", room, {
      mostMembers: room.mostMembers,
      seconds: this.#secondsSince(room.openedAtMs),
    });
  }

  #addSeat(seat: Seat, message: string): void {
    const nowMs = this.#options.nowMs();
    const room = this.#rooms.get(seat.room) ?? this.#openRoom(seat.room, nowMs);
    const member = { number: ++this.#memberCount, joinedAtMs: nowMs };
    this.#members.set(seat, member);
    room.members++;
    room.mostMembers = Math.max(room.mostMembers, room.members);
    this.#write(message, room, { member: member.number });
  }

  #openRoom(key: string, nowMs: number): LoggedRoom {
    const room = {
      number: ++this.#roomCount,
      openedAtMs: nowMs,
      members: 0,
      mostMembers: 0,
    };
    this.#rooms.set(key, room);
    this.#write("A room opened", room, {});
    return room;
  }

  #secondsSince(ms: number): number {
    return Math.round((this.#options.nowMs() - ms) / 1000);
  }

  #write(message: string, room: LoggedRoom, fields: LogFields): void {
    const { log, nowMs } = this.#options;
    if (!this.#bucket.take(1, nowMs())) {
      this.#unlogged++;
      return;
    }
    const unlogged = this.#unlogged;
    this.#unlogged = 0;
    log.info(message, {
      room: room.number,
      members: room.members,
      ...fields,
      ...(unlogged === 0 ? {} : { unlogged }),
    });
  }
}
