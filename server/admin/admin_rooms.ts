/**
 * What an operator sees of the rooms, and does to them. Rooms have the numbers
 * of the log: anyone who knows a name can join.
 *
 * @module
 */
import type { Hub } from "../../signaling/hub.ts";
import { endRoomForAll } from "../../signaling/room/end_room.ts";
import type { Room } from "../../signaling/room/room.ts";
import { canonicalizeRoomName, roomKeyOf } from "../../signaling/room_name.ts";

/** A room, without its name. */
export interface AdminRoom {
  /** As in the log. */
  readonly room: number;
  /** Members with a socket. */
  readonly connected: number;
  /** Members whose socket is lost and whose seat is kept. */
  readonly away: number;
  /** Clients that wait to be admitted. */
  readonly waiting: number;
  /** Whether newcomers have to knock. */
  readonly locked: boolean;
}

/** Rooms of a process, and their numbers. */
export interface AdminRoomsOptions {
  /** All rooms. */
  readonly hub: () => Hub;
  /** Number of a room in the log, by the key of its name. */
  readonly roomNumber: (key: string) => number | null;
  /** Clock of signaling. */
  readonly clock: () => number;
}

/** The rooms of a process. */
export class AdminRooms {
  readonly #options: AdminRoomsOptions;

  /** Creates a view of the rooms. */
  constructor(options: AdminRoomsOptions) {
    this.#options = options;
  }

  /** All rooms with members, the oldest first. */
  list(): readonly AdminRoom[] {
    const { hub, roomNumber } = this.#options;
    const rooms: AdminRoom[] = [];
    for (const room of hub().rooms.values()) {
      const number = roomNumber(room.key);
      if (number !== null) rooms.push(describeRoom(room, number));
    }
    return rooms.sort((a, b) => a.room - b.room);
  }

  /**
   * Ends a room for all.
   *
   * @param reference `@` and the number of the room, or its name.
   * @returns The room as it was; null when there is none.
   */
  end(reference: string): AdminRoom | null {
    const { hub, roomNumber, clock } = this.#options;
    const room = this.#find(reference);
    const number = room === null ? null : roomNumber(room.key);
    if (room === null || number === null) return null;
    const ended = describeRoom(room, number);
    endRoomForAll(hub(), room, clock());
    return ended;
  }

  #find(reference: string): Room | null {
    const { hub, roomNumber } = this.#options;
    const [, number] = /^@(\d{1,15})$/.exec(reference) ?? [];
    if (number === undefined) {
      const name = canonicalizeRoomName(reference);
      return (name && hub().rooms.get(roomKeyOf(name))) || null;
    }
    for (const room of hub().rooms.values()) {
      if (roomNumber(room.key) === Number(number)) return room;
    }
    return null;
  }
}

function describeRoom(room: Room, number: number): AdminRoom {
  let away = 0;
  for (const { lostAtMs } of room.seats) if (lostAtMs !== null) away++;
  return {
    room: number,
    connected: room.size - away,
    away,
    waiting: room.knocks.size,
    locked: room.rules.locked,
  };
}
