/**
 * Directed messages to members that have not come again yet, after the process
 * that owned their room was killed: its members join the next owner one after
 * the other.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import type { Seat } from "./seat.ts";

/** Time in which the members of a room come again. */
export const GATHER_MS = 2_000;
/** Messages that are kept for the members of one room. */
export const MAX_AWAITED_MESSAGES = 256;

/** A message whose receiver is not there yet. */
export interface AwaitedMessage {
  /** Id of the receiver. */
  readonly to: string;
  /** Who sent it. */
  readonly sender: Seat;
  /** The message. */
  readonly message: OutgoingMessage;
}

/** Messages by the key of the room. */
export class AwaitedMessages {
  readonly #rooms = new Map<
    string,
    { readonly untilMs: number; kept: readonly AwaitedMessage[] }
  >();

  /** Expects the members of a room from now on. */
  expectMembers(room: string, nowMs: number): void {
    this.#rooms.set(room, { untilMs: nowMs + GATHER_MS, kept: [] });
  }

  /** Keeps a message; false when nobody is expected, or there are too many. */
  keep(room: string, message: AwaitedMessage, nowMs: number): boolean {
    const awaited = this.#rooms.get(room);
    if (awaited === undefined || nowMs >= awaited.untilMs) return false;
    if (awaited.kept.length >= MAX_AWAITED_MESSAGES) return false;
    awaited.kept = [...awaited.kept, message];
    return true;
  }

  /** Removes and returns the messages to a member that has come. */
  take(room: string, id: string): readonly OutgoingMessage[] {
    const awaited = this.#rooms.get(room);
    if (awaited === undefined) return [];
    const taken = awaited.kept.filter(({ to }) => to === id);
    awaited.kept = awaited.kept.filter(({ to }) => to !== id);
    return taken.map(({ message }) => message);
  }

  /** Removes and returns the messages whose receivers did not come. */
  takeExpired(nowMs: number): readonly AwaitedMessage[] {
    const expired: AwaitedMessage[] = [];
    for (const [room, { untilMs, kept }] of this.#rooms) {
      if (nowMs < untilMs) continue;
      this.#rooms.delete(room);
      expired.push(...kept);
    }
    return expired;
  }

  /** Forgets a room that has ended or is at another process. */
  forget(room: string): void {
    this.#rooms.delete(room);
  }
}
