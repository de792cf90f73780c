/**
 * Text chat over the data channels of a call.
 *
 * A message is a JSON text `{ kind: "text", id, text }` to each member. A
 * channel that opens gets what was said since its member was met, so nothing
 * is lost when a connection is replaced; a known `id` is shown once.
 *
 * @module
 */
import type { Channel } from "./connection.ts";
import { fieldsOf, parseJson } from "./wire.ts";

/** Longest message, in UTF-16 code units. */
export const MAX_TEXT = 4_000;
/** Messages kept for channels that are to open, and shown in the page. */
export const MAX_KEPT = 500;

/** One line of the conversation. */
export interface ChatMessage {
  readonly id: string;
  /** Id of the member that said it; null for this browser's own. */
  readonly from: string | null;
  readonly text: string;
  /** Wall clock in Unix milliseconds, of this browser. */
  readonly atMs: number;
}

/** What the chat needs from outside. */
export interface ChatOptions {
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  readonly makeId: () => string;
  readonly onMessage: (message: ChatMessage) => void;
}

/** The conversation of one call. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #channels = new Map<string, Channel>();
  /** Number of own messages that had been sent when a member was met. */
  readonly #metAt = new Map<string, number>();
  readonly #sent: string[] = [];
  #forgotten = 0;
  readonly #seen = new Set<string>();

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** Begins to keep messages for a member whose channel is still to open. */
  meet(peerId: string): void {
    if (!this.#metAt.has(peerId)) {
      this.#metAt.set(peerId, this.#forgotten + this.#sent.length);
    }
  }

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(peerId: string, channel: Channel): void {
    this.meet(peerId);
    this.#channels.set(peerId, channel);
    channel.onmessage = (event: MessageEvent) =>
      this.#receive(peerId, event.data);
    channel.onopen = () => {
      const from = (this.#metAt.get(peerId) ?? 0) - this.#forgotten;
      for (const text of this.#sent.slice(Math.max(from, 0))) {
        channel.send(text);
      }
    };
  }

  /** Says something to everyone; false when there is nothing to say. */
  send(text: string): boolean {
    const said = text.trim().slice(0, MAX_TEXT);
    if (said === "") return false;
    const { makeId, nowMs, onMessage } = this.#options;
    const id = makeId();
    const line = JSON.stringify({ kind: "text", id, text: said });
    this.#sent.push(line);
    if (this.#sent.length > MAX_KEPT) {
      this.#sent.shift();
      this.#forgotten++;
    }
    for (const channel of this.#channels.values()) {
      if (channel.readyState === "open") channel.send(line);
    }
    onMessage({ id, from: null, text: said, atMs: nowMs() });
    return true;
  }

  /** Forgets a member that is gone. */
  forget(peerId: string): void {
    this.#channels.delete(peerId);
    this.#metAt.delete(peerId);
  }

  #receive(from: string, data: unknown): void {
    const fields = typeof data === "string" ? fieldsOf(parseJson(data)) : null;
    if (!fields || fields.kind !== "text") return;
    const { id, text } = fields;
    if (typeof id !== "string" || typeof text !== "string" || text === "") {
      return;
    }
    const key = `${from} ${id.slice(0, 64)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.#seen.size > MAX_SEEN) {
      const [oldest] = this.#seen;
      if (oldest !== undefined) this.#seen.delete(oldest);
    }
    const atMs = this.#options.nowMs();
    this.#options.onMessage({
      id: key,
      from,
      text: text.slice(0, MAX_TEXT),
      atMs,
    });
  }
}

/** Ids remembered against showing a message twice; more than all members keep. */
const MAX_SEEN = 8 * MAX_KEPT;
