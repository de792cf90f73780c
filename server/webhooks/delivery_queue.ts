/**
 * Deliveries to the operator's address, one after the other in their order,
 * each repeated until it succeeds or has been tried often enough. The queue is
 * bounded, so a receiver that is away costs memory up to a limit.
 *
 * @module
 */

/** Deliveries that wait at most; further ones are dropped. */
export const MAX_QUEUED = 1_000;
/** Times that a delivery is tried. */
export const MAX_ATTEMPTS = 8;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/** One delivery. */
export interface Delivery {
  /** Random id, the same in each attempt. */
  readonly id: string;
  /** The JSON text. */
  readonly body: string;
}

/** What a queue needs of its surroundings. */
export interface DeliveryEffects {
  /** Sends a delivery; false or a rejection when it was not accepted. */
  readonly post: (delivery: Delivery) => Promise<boolean>;
  /** Calls `run` later. */
  readonly after: (delayMs: number, run: () => void) => void;
  /** A delivery was given up, or dropped for want of space. */
  readonly onLost: (reason: "refused" | "full") => void;
}

/** Milliseconds before attempt number `attempt`, from 1. */
export function retryDelayMs(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
}

/** The queue of one address. */
export class DeliveryQueue {
  readonly #effects: DeliveryEffects;
  readonly #waiting: Delivery[] = [];
  #isSending = false;
  #isClosed = false;

  /** Creates an empty queue. */
  constructor(effects: DeliveryEffects) {
    this.#effects = effects;
  }

  /** Adds a delivery; returns at once. */
  add(delivery: Delivery): void {
    if (this.#isClosed) return;
    if (this.#waiting.length >= MAX_QUEUED) {
      return this.#effects.onLost("full");
    }
    this.#waiting.push(delivery);
    if (!this.#isSending) void this.#send(1);
  }

  /** Sends nothing more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
  }

  async #send(attempt: number): Promise<void> {
    const [delivery] = this.#waiting;
    this.#isSending = delivery !== undefined && !this.#isClosed;
    if (delivery === undefined || this.#isClosed) return;
    const isAccepted = await this.#effects.post(delivery).catch(() => false);
    if (this.#isClosed) return;
    if (!isAccepted && attempt < MAX_ATTEMPTS) {
      return this.#effects.after(
        retryDelayMs(attempt),
        () => void this.#send(attempt + 1),
      );
    }
    if (!isAccepted) this.#effects.onLost("refused");
    this.#waiting.shift();
    void this.#send(1);
  }
}
