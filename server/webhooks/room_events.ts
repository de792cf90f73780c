/**
 * Events of rooms for the operator's program: opened, joined, left, ended. They
 * carry names of rooms and ids of members, and no addresses.
 *
 * @module
 */
import type { SeatEndReason } from "../../signaling/hub_options.ts";
import type { Room } from "../../signaling/room/room.ts";
import type { Seat } from "../../signaling/room/seat.ts";

/** One event, as it is delivered. */
export interface RoomEvent {
  /** What happened. */
  readonly event:
    | "room-opened"
    | "member-joined"
    | "member-left"
    | "room-ended";
  /** Name of the room. */
  readonly room: string;
  /** Id of the member; absent for events of the room. */
  readonly member?: string;
  /** Why the member left. */
  readonly reason?: SeatEndReason;
}

/** Makes events of the seats of a hub. */
export class RoomEvents {
  readonly #findRoom: (key: string) => Room | undefined;
  readonly #onEvent: (event: RoomEvent) => void;
  /** Names of rooms by key, while they have members. */
  readonly #names = new Map<string, string>();

  /** `findRoom` finds a room with members by its key. */
  constructor(
    findRoom: (key: string) => Room | undefined,
    onEvent: (event: RoomEvent) => void,
  ) {
    this.#findRoom = findRoom;
    this.#onEvent = onEvent;
  }

  /** A client has a new seat. */
  seatOpened({ id, room: key }: Seat): void {
    const room = this.#findRoom(key);
    const name = room?.name ?? key;
    this.#names.set(key, name);
    if (room?.size === 1) this.#onEvent({ event: "room-opened", room: name });
    this.#onEvent({ event: "member-joined", room: name, member: id });
  }

  /** A seat has ended; one that another process continues has not. */
  seatClosed({ id, room: key }: Seat, reason: SeatEndReason): void {
    const room = this.#findRoom(key);
    const name = room?.name ?? this.#names.get(key) ?? key;
    const isLast = room === undefined || room.size === 0;
    if (isLast) this.#names.delete(key);
    if (reason === "moved") return;
    this.#onEvent({ event: "member-left", room: name, member: id, reason });
    if (isLast) this.#onEvent({ event: "room-ended", room: name });
  }
}
