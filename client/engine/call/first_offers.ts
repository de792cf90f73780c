/**
 * When our first offers are sent: until then the page prepares nothing but
 * them, afterwards it has time until the answers arrive.
 *
 * @module
 */

import { asRecord } from "../json.ts";

/** Offers to members that are being connected. */
export class FirstOffers {
  readonly #waiting = new Map<string, () => void>();

  /** Resolves when an offer to the member is sent, at the latest with `connected`. */
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
    const { type } = asRecord(asRecord(data)?.description) ?? {};
    if (event === "description" && type === "offer") this.#waiting.get(to)?.();
  }
}
