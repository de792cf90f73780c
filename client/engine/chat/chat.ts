/**
 * Text chat over the data channels of a call.
 *
 * A message is `{ kind: "text", id, text, agoMs }` to each member. When a
 * channel opens, each side sends what it said before, so that a newcomer can
 * follow and nothing is lost with a connection. A member only ever sends its
 * own messages, so nobody can forge those of others; a known `id` is shown once.
 *
 * @module
 */
import { cutText } from "../../../signaling/display_name.ts";
import * as v from "valibot";
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";

/** Longest message, in UTF-16 code units. */
export const MAX_CHAT_TEXT_LENGTH = 4_000;
/** Number of messages that the page keeps, both to show and to send again. */
export const MAX_KEPT_MESSAGES = 500;
/** Number of earlier messages that a newcomer gets. */
export const MAX_HISTORY_MESSAGES = 100;
/** Oldest age at which a message is shown. */
export const MAX_MESSAGE_AGE_MS = 24 * 3_600_000;

/** Message ids remembered for de-duplication; more than all members keep. */
const MAX_SEEN_IDS = 8 * MAX_KEPT_MESSAGES;
const MAX_ID_LENGTH = 64;

/** A chat message of another member. */
const CHAT_MESSAGE_SCHEMA = v.object({
  id: v.string(),
  text: v.pipe(v.string(), v.check((text) => text !== "")),
  agoMs: v.fallback(v.pipe(v.number(), v.check((ms) => ms >= 0)), 0),
});

/** One line of the conversation. */
export interface ChatMessage {
  readonly id: string;
  /** Id of its author; null for this browser. */
  readonly from: string | null;
  readonly text: string;
  /** When it was sent: wall clock of this browser, Unix milliseconds. */
  readonly atMs: number;
}

/** A message of this browser. */
interface SentMessage {
  readonly id: string;
  readonly text: string;
  readonly atMs: number;
}

/** Dependencies of {@linkcode Chat}. */
export interface ChatOptions {
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  readonly makeId: () => string;
  readonly send: SendChannelMessage;
  readonly onMessage: (message: ChatMessage) => void;
}

/** The conversation of one call. */
export class Chat implements ChannelHandler {
  /** Room for a text whose characters are all escaped in JSON. */
  readonly maxChars = 8 * MAX_CHAT_TEXT_LENGTH;
  readonly #options: ChatOptions;
  /** Index of the first of our messages that a member gets. */
  readonly #firstIndexByPeer = new Map<string, number>();
  readonly #sent: SentMessage[] = [];
  #droppedCount = 0;
  /** Author of each displayed message, by message id. */
  readonly #authorById = new Map<string, string>();

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** Begins to keep messages for a member whose channel is not open yet. */
  addPeer(peerId: string): void {
    if (!this.#firstIndexByPeer.has(peerId)) {
      const sentCount = this.#droppedCount + this.#sent.length;
      this.#firstIndexByPeer.set(peerId, sentCount - MAX_HISTORY_MESSAGES);
    }
  }

  /** Forgets a member that left. */
  removePeer(peerId: string): void {
    this.#firstIndexByPeer.delete(peerId);
  }

  /** Continues a conversation from before a reload; nothing is shown. */
  restore(messages: readonly ChatMessage[]): void {
    for (const { id, from, text, atMs } of messages) {
      if (from === null) this.#sent.push({ id, text, atMs });
      else this.#authorById.set(id.slice(from.length + 1), from);
    }
  }

  /** Sends a message to everyone; false when it is empty. */
  send(text: string): boolean {
    const trimmed = cutText(text.trim(), MAX_CHAT_TEXT_LENGTH);
    if (trimmed === "") return false;
    const { makeId, nowMs, onMessage } = this.#options;
    const message = { id: makeId(), text: trimmed, atMs: nowMs() };
    this.#sent.push(message);
    if (this.#sent.length > MAX_KEPT_MESSAGES) {
      this.#sent.shift();
      this.#droppedCount++;
    }
    for (const peerId of this.#firstIndexByPeer.keys()) {
      this.#sendTo(peerId, message);
    }
    onMessage({ ...message, from: null });
    return true;
  }

  onChannelOpen(peerId: string): void {
    this.addPeer(peerId);
    const firstIndex = this.#firstIndexByPeer.get(peerId) ?? 0;
    const unsent = this.#sent.slice(
      Math.max(0, firstIndex - this.#droppedCount),
    );
    for (const message of unsent) this.#sendTo(peerId, message);
  }

  receive(from: string, message: unknown): void {
    const { success, output } = v.safeParse(CHAT_MESSAGE_SCHEMA, message);
    if (!success) return;
    const id = output.id.slice(0, MAX_ID_LENGTH);
    if (!this.#isNew(id, from)) return;
    this.#options.onMessage({
      id: `${from} ${id}`,
      from,
      text: output.text.slice(0, MAX_CHAT_TEXT_LENGTH),
      atMs: this.#options.nowMs() - Math.min(output.agoMs, MAX_MESSAGE_AGE_MS),
    });
  }

  /**
   * False for a message that was shown already. A member that rejoins under a
   * new id repeats its messages; an id in use by another member does not count.
   */
  #isNew(id: string, from: string): boolean {
    const author = this.#authorById.get(id);
    const isSameAuthor = author === from ||
      (author !== undefined && !this.#firstIndexByPeer.has(author));
    this.#authorById.set(id, from);
    if (this.#authorById.size > MAX_SEEN_IDS) {
      const [oldest] = this.#authorById.keys();
      if (oldest !== undefined) this.#authorById.delete(oldest);
    }
    return !isSameAuthor;
  }

  /** Sends an age rather than a time: the clocks of two browsers may differ. */
  #sendTo(peerId: string, { id, text, atMs }: SentMessage): void {
    const { nowMs, send } = this.#options;
    const agoMs = Math.max(0, Math.round(nowMs() - atMs));
    const message = { kind: "text", id, text, agoMs };
    send(peerId, message);
  }
}
