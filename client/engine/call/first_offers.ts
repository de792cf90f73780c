/**
 * When our first offers are answered: until then the page does nothing else, so
 * that the browser connects while the page renders. A distant member answers
 * later than a person should wait for a change of the page.
 *
 * @module
 */

import type { RelayedMessage } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import { asRecord } from "../json.ts";

/** Time for the answer of a member nearby. */
export const ANSWER_WAIT_MS = 150;

/** Offers to members that are being connected. */
export class FirstOffers {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with the answer of the member, some time after our offer, or with `connected`. */
  watch(id: string, connected: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        if (this.#waiting.get(id) === end) this.#waiting.delete(id);
        resolve();
      };
      this.#waiting.set(id, end);
      void connected.then(end);
    });
  }

  /** Notes a message that was sent. */
  onSent(event: string, data: unknown, to: string): void {
    const end = this.#waiting.get(to);
    if (end && descriptionType(event, data) === "offer") {
      this.#clock.after(ANSWER_WAIT_MS, end);
    }
  }

  /** Notes a message that arrived and is being handled. */
  onReceived({ event, data, from }: RelayedMessage): void {
    if (descriptionType(event, data) === "answer") this.#waiting.get(from)?.();
  }
}

function descriptionType(event: string, data: unknown): unknown {
  return event === "description"
    ? asRecord(asRecord(data)?.description)?.type
    : undefined;
}
