/**
 * Questions to other processes for the public roster of a room.
 *
 * @module
 */
import type { PublicRoster } from "../room/roster.ts";

/** Time after which a question without an answer is answered with null. */
const ANSWER_TIMEOUT_MS = 2_000;

/** Open questions at a time; further ones are answered with null. */
const MAX_QUESTIONS = 1_000;

interface Question {
  readonly expiresAtMs: number;
  readonly resolve: (roster: PublicRoster | null) => void;
}

/** Open questions by number. */
export class RosterQueries {
  readonly #questions = new Map<number, Question>();
  #lastNumber = 0;

  /** Asks by `send`, which gets the number of the question. */
  ask(
    send: (question: number) => void,
    nowMs: number,
  ): Promise<PublicRoster | null> {
    if (this.#questions.size >= MAX_QUESTIONS) return Promise.resolve(null);
    const number = ++this.#lastNumber;
    const { promise, resolve } = Promise.withResolvers<PublicRoster | null>();
    const expiresAtMs = nowMs + ANSWER_TIMEOUT_MS;
    this.#questions.set(number, { expiresAtMs, resolve });
    send(number);
    return promise;
  }

  /** Takes an answer. */
  answer(number: number, roster: PublicRoster): void {
    this.#questions.get(number)?.resolve(roster);
    this.#questions.delete(number);
  }

  /** Ends the questions without an answer. */
  sweep(nowMs: number): void {
    for (const [number, { expiresAtMs, resolve }] of this.#questions) {
      if (nowMs < expiresAtMs) continue;
      this.#questions.delete(number);
      resolve(null);
    }
  }
}
