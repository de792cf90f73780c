/**
 * What a member was sent and has not been seen to receive, so that a seat can
 * be taken again without a gap.
 *
 * Messages are counted from the opening of the seat. A member that tells how
 * many it has received (in `ping`, or on resuming) lets the older ones go.
 *
 * @module
 */
import type { Outgoing } from "./outgoing.ts";

/** A queue of the newest messages of one seat, bounded in characters. */
export class Replay {
  readonly #maxLength: number;
  #queue: Outgoing[] = [];
  #length = 0;
  /** How many messages came before the first one of the queue. */
  #base = 0;

  /** @param maxLength Limit of the text kept, in UTF-16 code units. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Messages counted since the seat was opened. */
  get count(): number {
    return this.#base + this.#queue.length;
  }

  push(message: Outgoing): void {
    this.#queue.push(message);
    this.#length += message.text.length;
    if (this.#length > this.#maxLength) this.#shed();
  }

  /** Forgets what the member says it has; a count out of range is ignored. */
  acknowledge(received: number): void {
    if (received <= this.#base || received > this.count) return;
    this.#drop(received - this.#base);
  }

  /** The messages after the first `received`, or null when some are gone. */
  after(received: number): readonly Outgoing[] | null {
    if (received < this.#base || received > this.count) return null;
    return this.#queue.slice(received - this.#base);
  }

  /** Drops the oldest eighth at least, so that shedding is rare. */
  #shed(): void {
    const target = this.#maxLength * 7 / 8;
    let left = this.#length;
    let dropped = 0;
    for (const message of this.#queue) {
      if (left <= target) break;
      left -= message.text.length;
      dropped++;
    }
    this.#drop(dropped);
  }

  #drop(count: number): void {
    for (const message of this.#queue.splice(0, count)) {
      this.#length -= message.text.length;
    }
    this.#base += count;
  }
}
