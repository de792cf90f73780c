/**
 * Number of received messages by kind, and of those that were refused by code,
 * since the start. The kinds are a fixed set: clients choose event names.
 *
 * @module
 */
import { ERROR_MESSAGES, type ErrorCode } from "../protocol.ts";
import { CLIENT_EVENTS } from "./client_messages.ts";

/** Events between pages that have a kind of their own, beside those for the server. */
const PEER_EVENTS = [
  "description",
  "candidate",
  "restart-ice",
  "offer",
  "answer",
];

/** Kind of every other event. */
const OTHER = "other";

/** Counts what clients sent. */
export class MessageCounters {
  readonly #byKind = new Map<string, number>(
    [...CLIENT_EVENTS, ...PEER_EVENTS, OTHER].map((kind) => [kind, 0]),
  );
  readonly #refusedByCode = new Map<string, number>(
    Object.keys(ERROR_MESSAGES).map((code) => [code, 0]),
  );

  /** Counts one message with a valid envelope. */
  countMessage(event: string): void {
    const count = this.#byKind.get(event);
    if (count !== undefined) this.#byKind.set(event, count + 1);
    else this.#byKind.set(OTHER, (this.#byKind.get(OTHER) ?? 0) + 1);
  }

  /** Counts one message that was answered with an `error`. */
  countRefusal(code: ErrorCode): void {
    this.#refusedByCode.set(code, (this.#refusedByCode.get(code) ?? 0) + 1);
  }

  /** Messages by kind, every kind included. */
  get byKind(): ReadonlyMap<string, number> {
    return this.#byKind;
  }

  /** Refused messages by code, every code included. */
  get refusedByCode(): ReadonlyMap<string, number> {
    return this.#refusedByCode;
  }
}
