/**
 * The links to other processes: gathers what a tick sends to each, and numbers
 * the entries, so that a receiver notices a lost one.
 *
 * @module
 */
import type { OutgoingMessage } from "../message/outgoing_message.ts";
import {
  encodeEntry,
  type ProcessEntry,
  type ProcessMessage,
} from "./process_message.ts";

/** Processes whose numbers are kept; beyond it the oldest are forgotten. */
const MAX_LINKS = 1_000;

/** Text after which an entry is sent before the end of the tick. */
const FULL_ENTRY_LENGTH = 256 * 1024;

/** What one process is sent. */
interface Outbox {
  sequence: number;
  /** True when no entry without messages follows the last one. */
  isUnconfirmed: boolean;
  messages: ProcessMessage[];
  length: number;
  /** The last message, while further receivers can be added to it. */
  delivery: { readonly message: OutgoingMessage; readonly to: number[] } | null;
}

/** Sends an entry to a process. */
export type EntrySender = (process: string, entry: string) => void;

/** Links by the id of the process. */
export class ProcessLinks {
  readonly #ownId: string;
  readonly #sendEntry: EntrySender;
  readonly #outboxes = new Map<string, Outbox>();
  /** Number of the last entry of each sender; null when any may follow. */
  readonly #received = new Map<string, number | null>();
  #waiting = new Set<string>();

  /** Links of the process `ownId`. */
  constructor(ownId: string, sendEntry: EntrySender) {
    this.#ownId = ownId;
    this.#sendEntry = sendEntry;
  }

  /** Adds a message to the entry of this tick. */
  send(process: string, message: ProcessMessage, length = 0): void {
    const outbox = this.#outboxOf(process);
    outbox.delivery = null;
    outbox.messages.push(message);
    this.#grow(process, outbox, length);
  }

  /** Adds a delivery; the same message to several sessions is sent once. */
  deliver(process: string, session: number, message: OutgoingMessage): void {
    const outbox = this.#outboxOf(process);
    if (outbox.delivery?.message === message) {
      outbox.delivery.to.push(session);
      return;
    }
    const to = [session];
    outbox.messages.push(["deliver", to, message.text]);
    outbox.delivery = { message, to };
    this.#grow(process, outbox, message.text.length);
  }

  /** Sends what the tick has gathered. */
  flush(): void {
    const processes = this.#waiting;
    this.#waiting = new Set();
    for (const process of processes) this.#flushOne(process);
  }

  /**
   * Sends an entry without messages where the last one had some, so that its
   * loss is noticed although nothing else follows.
   */
  confirm(): void {
    this.flush();
    for (const [process, outbox] of this.#outboxes) {
      if (!outbox.isUnconfirmed) continue;
      this.#sendOne(process, outbox);
      outbox.isUnconfirmed = false;
    }
  }

  /**
   * Checks the number of an entry; false when entries before it are missing.
   * The next one is expected to follow this one.
   */
  accept({ from, sequence }: ProcessEntry): boolean {
    const last = this.#received.get(from);
    this.#received.delete(from);
    this.#received.set(from, sequence);
    dropOldest(this.#received);
    return last === null || sequence === (last ?? 0) + 1;
  }

  /** Accepts any number as the next of each process. */
  expectAny(): void {
    for (const process of this.#received.keys()) {
      this.#received.set(process, null);
    }
  }

  #outboxOf(process: string): Outbox {
    const existing = this.#outboxes.get(process);
    if (existing) return existing;
    const outbox: Outbox = {
      sequence: 0,
      isUnconfirmed: false,
      messages: [],
      length: 0,
      delivery: null,
    };
    this.#outboxes.set(process, outbox);
    dropOldest(this.#outboxes);
    return outbox;
  }

  #grow(process: string, outbox: Outbox, length: number): void {
    this.#waiting.add(process);
    outbox.length += length;
    if (outbox.length >= FULL_ENTRY_LENGTH) this.#flushOne(process);
  }

  #flushOne(process: string): void {
    const outbox = this.#outboxes.get(process);
    if (outbox === undefined || outbox.messages.length === 0) return;
    this.#sendOne(process, outbox);
    outbox.isUnconfirmed = true;
  }

  #sendOne(process: string, outbox: Outbox): void {
    const { messages } = outbox;
    outbox.messages = [];
    outbox.length = 0;
    outbox.delivery = null;
    const entry = { from: this.#ownId, sequence: ++outbox.sequence, messages };
    this.#sendEntry(process, encodeEntry(entry));
  }
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= MAX_LINKS) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
