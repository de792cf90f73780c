/**
 * Messages sent to a member and not yet acknowledged, so that a seat can be
 * resumed without a gap.
 *
 * Messages are counted from the opening of the seat. A member that reports how
 * many it has received (in `ping`, or on resuming) acknowledges them.
 *
 * @module
 */
import {
  costOfMessage,
  type OutgoingMessage,
} from "../message/outgoing_message.ts";

/** The newest messages of one seat, bounded in bytes. */
export class ReplayBuffer {
  readonly #maxBytes: number;
  #queue: OutgoingMessage[] = [];
  #bytes = 0;
  /** Number of messages before the first of the queue. */
  #droppedCount: number;

  /**
   * Creates an empty buffer.
   *
   * @param droppedCount Number of messages that were counted before.
   */
  constructor(maxBytes: number, droppedCount = 0) {
    this.#maxBytes = maxBytes;
    this.#droppedCount = droppedCount;
  }

  /** Number of messages before the first that is kept. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  /** The messages that are kept, in order. */
  get messages(): readonly OutgoingMessage[] {
    return this.#queue;
  }

  /** Messages counted since the seat was opened. */
  get count(): number {
    return this.#droppedCount + this.#queue.length;
  }

  /** Cost of the messages that are kept, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Drops all messages; the count goes on. */
  clear(): void {
    this.#dropFirst(this.#queue.length);
  }

  /** Adds a message and drops the oldest beyond the limit. */
  push(message: OutgoingMessage): void {
    this.#queue.push(message);
    this.#bytes += costOfMessage(message);
    if (this.#bytes > this.#maxBytes) this.#evictOldest();
  }

  /** Drops received messages; a count out of range is ignored. */
  acknowledge(receivedCount: number): void {
    if (receivedCount <= this.#droppedCount || receivedCount > this.count) {
      return;
    }
    this.#dropFirst(receivedCount - this.#droppedCount);
  }

  /** Messages after the first `receivedCount`, or null when some are dropped. */
  messagesAfter(receivedCount: number): readonly OutgoingMessage[] | null {
    if (receivedCount < this.#droppedCount || receivedCount > this.count) {
      return null;
    }
    return this.#queue.slice(receivedCount - this.#droppedCount);
  }

  /** Drops at least the oldest eighth, so that evictions are rare. */
  #evictOldest(): void {
    const targetBytes = this.#maxBytes * 7 / 8;
    let remainingBytes = this.#bytes;
    let count = 0;
    for (const message of this.#queue) {
      if (remainingBytes <= targetBytes) break;
      remainingBytes -= costOfMessage(message);
      count++;
    }
    this.#dropFirst(count);
  }

  #dropFirst(count: number): void {
    for (const message of this.#queue.splice(0, count)) {
      this.#bytes -= costOfMessage(message);
    }
    this.#droppedCount += count;
  }
}
