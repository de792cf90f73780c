/**
 * Hands the seats of a process that stops over to the next one: members resume
 * the same seats, and no message is missing.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import * as v from "valibot";
import type { Hub } from "../hub.ts";
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { Room } from "./room.ts";
import { type MessageSink, Seat, type SeatSnapshot } from "./seat.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const seatSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  info: v.record(v.string(), v.unknown()),
  countsReceived: v.boolean(),
  attempt: v.nullish(v.string()),
  droppedCount: count,
  countAtLoss: count,
  messages: v.array(v.string()),
});

const handoverSchema = v.object({
  version: v.literal(1),
  writtenAtMs: v.number(),
  rooms: v.array(v.object({
    name: v.string(),
    hands: v.array(v.string()),
    seats: v.array(seatSchema),
  })),
});

/** A room of a process that stopped. */
export interface RoomSnapshot {
  /** Name as its first member wrote it. */
  readonly name: string;
  /** Ids of the members with a raised hand, in order. */
  readonly hands: readonly string[];
  /** Its seats in the order in which they were taken. */
  readonly seats: readonly SeatSnapshot[];
}

/** Rooms and seats of a process that stopped. */
export interface SeatHandover {
  /** Form of the content. */
  readonly version: 1;
  /** When it was written, in Unix milliseconds. */
  readonly writtenAtMs: number;
  /** The rooms with members. */
  readonly rooms: readonly RoomSnapshot[];
}

/**
 * Age at which a handover is of no use: by then the calls are over, and the
 * seats would only show members that do not come back.
 */
export const HANDOVER_MAX_AGE_MS = 600_000;

/** Reads a handover; null when it has another form or is too old. */
export function parseHandover(
  content: unknown,
  nowMs: number,
): SeatHandover | null {
  const { success, output } = v.safeParse(handoverSchema, content);
  if (!success) return null;
  const ageMs = Math.abs(nowMs - output.writtenAtMs);
  return ageMs <= HANDOVER_MAX_AGE_MS ? output : null;
}

/** The seats of a hub that is shut down, whose members are all away. */
export function createHandover(hub: Hub, nowMs: number): SeatHandover {
  const rooms = [...hub.rooms.values()].filter(({ size }) => size > 0);
  return {
    version: 1,
    writtenAtMs: nowMs,
    rooms: rooms.map((room) => ({
      name: room.name,
      hands: [...room.hands],
      seats: [...room.seats].map((seat) => seat.takeSnapshot()),
    })),
  };
}

/**
 * Continues the seats of a handover in a hub without rooms: the members are
 * away and have the whole grace time to come back.
 *
 * @returns Number of seats; those beyond the limits of this hub are left out.
 */
export function restoreSeats(
  hub: Hub,
  handover: SeatHandover,
  nowMs: number,
): number {
  let restored = 0;
  for (const { name, hands, seats } of handover.rooms) {
    const room = hub.getOrCreateRoom(name, nowMs);
    if (room === null) break;
    for (const snapshot of seats) {
      if (room.size >= hub.limits.maxRoomMembers) break;
      if (!hub.adoptSeat(room, createSeat(hub, room, snapshot, nowMs), nowMs)) {
        continue;
      }
      restored++;
    }
    room.hands = hands.filter((id) => room.findSeat(id) !== undefined);
  }
  return restored;
}

function createSeat(
  hub: Hub,
  room: Room,
  snapshot: SeatSnapshot,
  nowMs: number,
): Seat {
  const seat = new Seat(
    snapshot.id,
    room.key,
    {
      sink: absentSink(nowMs),
      // The address is not handed over; the next socket brings its own.
      client: {
        address: "",
        quotaKey: `handover:${snapshot.id}`,
        host: "",
        isDirect: false,
        isForwarded: false,
      },
      countsReceived: snapshot.countsReceived,
      attempt: snapshot.attempt,
      maxMembers: null,
    },
    hub.limits.maxReplayBytes,
    hub.replayLimit,
  );
  seat.restore(snapshot, snapshot.messages.map(restoreMessage));
  return seat;
}

function restoreMessage(text: string): OutgoingMessage {
  return { text, bytes: Buffer.byteLength(text), isCounted: true };
}

/** The socket that the last process closed. */
function absentSink(nowMs: number): MessageSink {
  return {
    unsentBytes: 0,
    lastReceivedAtMs: nowMs,
    send: () => {},
    close: () => {},
    checkLiveness: () => {},
    evict: () => {},
  };
}
