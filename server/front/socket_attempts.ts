/**
 * Outcomes of recent requests for `/socket`. A browser does not tell its page
 * why a WebSocket failed, so the page asks for the outcome of its attempt over
 * HTTP, by an id that it put into the query of the attempt.
 *
 * @module
 */
import type { HttpErrorCode } from "../http/error_response.ts";

/** How the front answered an attempt. */
export type SocketAttemptOutcome = HttpErrorCode | "accepted";

const MAX_ATTEMPTS = 2_000;
const ATTEMPT_ID = /^[\w-]{8,64}$/;

/** The outcomes of the last attempts, in bounded memory. */
export class SocketAttempts {
  /** Oldest first: a Map keeps the order of insertion. */
  readonly #outcomes = new Map<string, SocketAttemptOutcome>();

  /** Keeps the outcome of an attempt; an id that no page makes is ignored. */
  record(id: string | null, outcome: SocketAttemptOutcome): void {
    if (id === null || !ATTEMPT_ID.test(id)) return;
    this.#outcomes.set(id, outcome);
    if (this.#outcomes.size <= MAX_ATTEMPTS) return;
    for (const oldest of this.#outcomes.keys()) {
      this.#outcomes.delete(oldest);
      return;
    }
  }

  /** Error code that tells a page why its attempt failed. */
  explainFailure(id: string): HttpErrorCode {
    const outcome = this.#outcomes.get(id);
    if (outcome === "accepted") return "answer-lost";
    return outcome ?? "socket-blocked";
  }
}
