/**
 * Rooms that a host ended, so that the token of a member who was away then
 * does not begin the room again. Bounded: the oldest are forgotten first.
 *
 * @module
 */
import { RESUME_TOKEN_TTL_MS } from "./resume_token.ts";

const MAX_ENDED_ROOMS = 10_000;

/** Which room of a name it was; see `RoomControl`. */
export interface RoomInstance {
  readonly generation: number;
  readonly epoch: number;
}

/** The ended rooms, each kept as long as a token of it could be good. */
export class EndedRooms {
  readonly #ended = new Map<
    string,
    { readonly epoch: number; readonly untilMs: number }
  >();

  add(room: string, { generation, epoch }: RoomInstance, nowMs: number): void {
    const key = roomInstanceKey(room, generation);
    this.#ended.delete(key);
    this.#ended.set(key, { epoch, untilMs: nowMs + RESUME_TOKEN_TTL_MS });
    for (const [oldest, { untilMs }] of this.#ended) {
      if (this.#ended.size <= MAX_ENDED_ROOMS && untilMs > nowMs) break;
      this.#ended.delete(oldest);
    }
  }

  /**
   * True for a token of an ended room. A room of another rank is another room:
   * who opens one of the same name first after a restart cannot end that.
   */
  has(
    room: string,
    { generation, epoch }: RoomInstance,
    nowMs: number,
  ): boolean {
    const ended = this.#ended.get(roomInstanceKey(room, generation));
    return ended !== undefined && ended.untilMs > nowMs && epoch <= ended.epoch;
  }
}

function roomInstanceKey(room: string, rank: number): string {
  return `${rank} ${room}`;
}
