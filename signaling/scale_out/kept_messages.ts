/**
 * Messages of one client that its owner has not acknowledged. When the owner
 * gives the room away, those that it has not handled go to the next one.
 *
 * @module
 */
import type { RawMessage } from "../message/envelope.ts";

/** Bytes that are kept for one client: all that it may send in two seconds. */
const MAX_BYTES = 512 * 1024;
/** Bytes that a process keeps for all clients. */
export const MAX_KEPT_BYTES: number = 32 * 1024 * 1024;

/** Bytes that all clients of a process have kept. */
export interface KeptBytes {
  /** At most {@linkcode MAX_KEPT_BYTES} and one message. */
  total: number;
}

/** Messages of one session, in order. */
export class KeptMessages {
  readonly #all: KeptBytes;
  #messages: RawMessage[] = [];
  #bytes = 0;
  /** Messages of the session before the first that is kept. */
  #droppedCount = 0;

  /** Keeps nothing yet. */
  constructor(all: KeptBytes) {
    this.#all = all;
  }

  /** Keeps a message that was sent; beyond the limits the oldest are dropped. */
  add(raw: RawMessage): void {
    this.#messages.push(raw);
    this.#count(raw.bytes);
    while (this.#bytes > MAX_BYTES) this.#drop(1);
    if (this.#all.total > MAX_KEPT_BYTES) this.#drop(this.#messages.length);
  }

  /** Drops the first `handledCount` messages of the session. */
  acknowledge(handledCount: number): void {
    this.#drop(Math.max(0, handledCount - this.#droppedCount));
  }

  /**
   * Ends the session and returns the messages that were not handled.
   *
   * @param handledCount Null when the owner is gone without a word; then the
   * last acknowledgement counts.
   */
  end(handledCount: number | null): readonly RawMessage[] {
    this.acknowledge(handledCount ?? 0);
    const messages = this.#messages;
    this.#drop(messages.length);
    this.#droppedCount = 0;
    return messages;
  }

  #drop(count: number): void {
    const dropped = this.#messages.slice(0, count);
    this.#messages = this.#messages.slice(count);
    this.#droppedCount += dropped.length;
    for (const { bytes } of dropped) this.#count(-bytes);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#all.total += bytes;
  }
}
