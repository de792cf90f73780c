/**
 * Events of all connections of a page, limited in number and size: the first
 * ones stay, since they show how the call came about, and so do the last ones.
 *
 * @module
 */
import { Store } from "../store.ts";
import type { TraceEvent, TraceItem } from "./trace_event.ts";

/** Greatest number of events. */
export const MAX_EVENTS = 600;
/** Greatest length of all texts, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 600_000;
/** Number of events from the start that are kept. */
export const KEPT_FROM_START = 200;

/** What a trace contains. */
export interface TraceContent {
  readonly events: readonly TraceEvent[];
  /** Number of events that the limits have removed. */
  readonly removedCount: number;
}

/** Recorded events. */
export class ConnectionTrace {
  /** The content, for views. */
  readonly store: Store<TraceContent> = new Store<TraceContent>({
    events: [],
    removedCount: 0,
  });
  readonly #nowMs: () => number;
  readonly #schedule: (publish: () => void) => void;
  readonly #startMs: number;
  readonly #events: TraceEvent[] = [];
  #nextId = 1;
  #textLength = 0;
  #removedCount = 0;
  #isPublishing = false;

  /**
   * @param nowMs Monotonic clock.
   * @param schedule Calls its argument later, once for many events.
   */
  constructor(
    nowMs: () => number,
    schedule: (publish: () => void) => void = (publish) =>
      queueMicrotask(publish),
  ) {
    this.#nowMs = nowMs;
    this.#schedule = schedule;
    this.#startMs = nowMs();
  }

  /** Time since the start of the trace. */
  elapsedMs(): number {
    return this.#nowMs() - this.#startMs;
  }

  /**
   * Adds an event of a connection.
   *
   * @param atMs When it happened, for one that is read later.
   */
  add(connection: string, item: TraceItem, atMs = this.elapsedMs()): void {
    const event = { ...item, id: this.#nextId++, atMs, connection };
    let index = this.#events.length;
    while ((this.#events[index - 1]?.atMs ?? -Infinity) > atMs) index--;
    this.#events.splice(index, 0, event);
    this.#textLength += textLengthOf(item);
    while (
      this.#events.length > MAX_EVENTS ||
      (this.#textLength > MAX_TEXT_LENGTH && this.#events.length > 1)
    ) {
      this.#removeOne();
    }
    this.#publish();
  }

  #removeOne(): void {
    const index = Math.min(KEPT_FROM_START, this.#events.length - 2);
    const [removed] = this.#events.splice(index, 1);
    if (removed) this.#textLength -= textLengthOf(removed);
    this.#removedCount++;
  }

  /** Copies the events once for many that come together. */
  #publish(): void {
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    this.#schedule(() => {
      this.#isPublishing = false;
      this.store.set({
        events: [...this.#events],
        removedCount: this.#removedCount,
      });
    });
  }
}

function textLengthOf(item: TraceItem): number {
  if (item.kind === "message") return item.text.length;
  if (item.kind === "description") return item.sdp.length;
  return item.kind === "candidate" ? item.line.length : 0;
}
