/**
 * What a member was sent and has not been seen to receive, so that a seat can
 * be taken again without a gap.
 *
 * Messages are counted from the opening of the seat. A member that tells how
 * many it has received (in `ping`, or on resuming) lets the older ones go.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";

/** A queue of the newest messages of one seat, bounded in bytes. */
export class ReplayBuffer {
  readonly #maxBytes: number;
  #queue: OutgoingMessage[] = [];
  #bytes = 0;
  /** How many messages came before the first one of the queue. */
  #droppedCount = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Messages counted since the seat was opened. */
  get count(): number {
    return this.#droppedCount + this.#queue.length;
  }

  push(message: OutgoingMessage): void {
    this.#queue.push(message);
    this.#bytes += message.bytes;
    if (this.#bytes > this.#maxBytes) this.#evictOldest();
  }

  /** Forgets what the member says it has; a count out of range is ignored. */
  acknowledge(received: number): void {
    if (received <= this.#droppedCount || received > this.count) return;
    this.#dropFirst(received - this.#droppedCount);
  }

  /** The messages after the first `received`, or null when some are gone. */
  messagesAfter(received: number): readonly OutgoingMessage[] | null {
    if (received < this.#droppedCount || received > this.count) return null;
    return this.#queue.slice(received - this.#droppedCount);
  }

  /** Drops the oldest eighth at least, so that shedding is rare. */
  #evictOldest(): void {
    const target = this.#maxBytes * 7 / 8;
    let left = this.#bytes;
    let dropped = 0;
    for (const message of this.#queue) {
      if (left <= target) break;
      left -= message.bytes;
      dropped++;
    }
    this.#dropFirst(dropped);
  }

  #dropFirst(count: number): void {
    for (const message of this.#queue.splice(0, count)) {
      this.#bytes -= message.bytes;
    }
    this.#droppedCount += count;
  }
}
