/**
 * When the answers to our first offers are applied: until then the page does
 * nothing else, so that the browser connects while the page renders. Rendering
 * before would stop the page just when it has the answer. A distant member
 * answers later than a person should wait for a change of the page.
 *
 * @module
 */

import type { Clock } from "../clock.ts";
import { asRecord } from "../json.ts";
import type { RemoteMember } from "./remote_member.ts";

/** Time for the answer of a member nearby, also on a busy device. */
export const ANSWER_WAIT_MS = 300;

interface WatchedMember {
  readonly end: () => void;
  /** True once our offer was sent; the offer of the member has tracks too. */
  isOffered: boolean;
}

/** Offers to members that are being connected. */
export class FirstOffers {
  readonly #clock: Clock;
  readonly #watched = new Map<string, WatchedMember>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the answer of the member is applied, some time after our offer, or with `connected`. */
  watch(id: string, connected: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        if (this.#watched.get(id) === member) this.#watched.delete(id);
        resolve();
      };
      const member = { end, isOffered: false };
      this.#watched.set(id, member);
      void connected.then(end);
    });
  }

  /** Notes a message that was sent. */
  onSent(event: string, data: unknown, to: string): void {
    const member = this.#watched.get(to);
    if (!member || !isOffer(event, data)) return;
    member.isOffered = true;
    this.#clock.after(ANSWER_WAIT_MS, member.end);
  }

  /** Notes which members have tracks: those of an answer come when it is applied. */
  update(members: readonly Pick<RemoteMember, "id" | "audio">[]): void {
    for (const { id, audio } of members) {
      const member = this.#watched.get(id);
      if (member?.isOffered && audio !== null) member.end();
    }
  }
}

function isOffer(event: string, data: unknown): boolean {
  return event === "description" &&
    asRecord(asRecord(data)?.description)?.type === "offer";
}
