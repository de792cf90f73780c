/**
 * One direction of a link: when a packet leaves it, or that it is dropped. A
 * policy without timers.
 *
 * @module
 */

/** Properties of one direction of a link. */
export interface LinkShape {
  /** Time that each packet needs. @default {0} */
  readonly delayMs?: number;
  /** Share of packets that disappear, 0 to 100. @default {0} */
  readonly lossPercent?: number;
  /** Kilobits a second, without a limit when undefined. */
  readonly kbitPerSecond?: number;
  /** Longest wait in the queue before the limited rate. @default {100} */
  readonly queueMs?: number;
}

/** Queue of a home router, which drops what comes when it is full. */
export const DEFAULT_QUEUE_MS = 100;

/** Shaper of one direction. */
export class LinkShaper {
  readonly #random: () => number;
  #shape: LinkShape;
  /** When the last bit of the queue is sent. */
  #sentAtMs = -Infinity;
  #lastDueMs = -Infinity;

  /** @param random A number in 0..1 for each packet. */
  constructor(shape: LinkShape, random: () => number) {
    this.#shape = shape;
    this.#random = random;
  }

  /** Other properties for the packets from now on. */
  setShape(shape: LinkShape): void {
    this.#shape = shape;
  }

  /** When a packet arrives at the other end; null when it is dropped. */
  admit(bytes: number, nowMs: number): number | null {
    const {
      delayMs = 0,
      lossPercent = 0,
      kbitPerSecond = Infinity,
      queueMs = DEFAULT_QUEUE_MS,
    } = this.#shape;
    if (this.#random() * 100 < lossPercent) return null;
    const startMs = Math.max(nowMs, this.#sentAtMs);
    if (startMs - nowMs > queueMs) return null;
    this.#sentAtMs = startMs + bytes * 8 / kbitPerSecond;
    // Also when the delay gets shorter, packets keep their order.
    this.#lastDueMs = Math.max(this.#sentAtMs + delayMs, this.#lastDueMs);
    return this.#lastDueMs;
  }
}
