/**
 * Own pointer and lines: shown at once, sent to the others in batches.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import {
  type AnnotationMessage,
  MAX_MESSAGE_POINTS,
} from "./annotation_messages.ts";
import { MAX_LINE_POINTS } from "./annotation_board.ts";
import type { ScreenPoint } from "./screen_point.ts";

/** Interval between two batches. */
export const BATCH_MS = 33;
/** Smallest distance between two points of a line, in thousandths. */
const MIN_STEP = 1.5;

/** Dependencies of {@linkcode AnnotationSender}. */
export interface AnnotationSenderOptions {
  readonly clock: Clock;
  /** Shows a message on this page. */
  readonly show: (message: AnnotationMessage) => void;
  readonly send: (message: AnnotationMessage) => void;
}

interface OpenLine {
  readonly screen: string;
  readonly line: number;
  readonly last: ScreenPoint;
  readonly count: number;
}

/** Sends what this browser draws. */
export class AnnotationSender {
  readonly #options: AnnotationSenderOptions;
  #nextLine = 0;
  #open: OpenLine | null = null;
  /** Messages of the next batch, in order. */
  #batch: AnnotationMessage[] = [];
  #isScheduled = false;

  constructor(options: AnnotationSenderOptions) {
    this.#options = options;
  }

  /** Moves the pointer; null removes it. */
  point(screen: string, at: ScreenPoint | null): void {
    this.#batch = this.#batch.filter(({ action }) => action !== "point");
    this.#add({ action: "point", screen, at });
  }

  /** Adds a point to the open line, or begins one. */
  draw(screen: string, point: ScreenPoint): void {
    let open = this.#open;
    if (open && open.screen !== screen) open = null;
    if (open && distance(open.last, point) < MIN_STEP) return;
    const isFull = open !== null && open.count >= MAX_LINE_POINTS;
    const points = isFull && open ? [open.last, point] : [point];
    const line = open && !isFull ? open.line : this.#nextLine++;
    const count = open && !isFull ? open.count + 1 : points.length;
    this.#open = { screen, line, last: point, count };
    this.#add({ action: "draw", screen, line, points });
  }

  /** The next point begins a new line. */
  endLine(): void {
    this.#open = null;
  }

  /** Removes our own marks from a screen, or with `isAll` those of everyone. */
  clear(screen: string, isAll: boolean): void {
    this.#open = null;
    this.#add({ action: isAll ? "clear-all" : "clear", screen });
  }

  #add(message: AnnotationMessage): void {
    this.#options.show(message);
    const last = this.#batch.at(-1);
    const isSameLine = last?.action === "draw" && message.action === "draw" &&
      last.line === message.line && last.screen === message.screen &&
      last.points.length + message.points.length <= MAX_MESSAGE_POINTS;
    if (isSameLine) {
      this.#batch.pop();
      this.#batch.push({
        ...last,
        points: [...last.points, ...message.points],
      });
    } else this.#batch.push(message);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.clock.after(BATCH_MS, () => this.#flush());
  }

  #flush(): void {
    this.#isScheduled = false;
    const batch = this.#batch;
    this.#batch = [];
    for (const message of batch) this.#options.send(message);
  }
}

function distance(a: ScreenPoint, b: ScreenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
