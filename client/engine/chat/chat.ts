/**
 * Text chat over the data channels of a call.
 *
 * A message is `{ kind: "text", id, text, agoMs }` to each member, a private one
 * `{ kind: "private", ... }` to one member only. When a channel opens, each side
 * sends what it said before, so that a newcomer can follow and nothing is lost
 * with a connection. A member only ever sends its own messages, so nobody can
 * forge those of others; a known `id` is shown once. A reply names the message
 * without its text, so nobody can put words into the mouth of another.
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

const ID_SCHEMA = v.pipe(v.string(), v.maxLength(MAX_ID_LENGTH));

/** A chat message of another member. */
const CHAT_MESSAGE_SCHEMA = v.object({
  id: v.string(),
  text: v.pipe(v.string(), v.check((text) => text !== "")),
  agoMs: v.fallback(v.pipe(v.number(), v.check((ms) => ms >= 0)), 0),
  replyTo: v.fallback(
    v.nullable(v.object({ by: ID_SCHEMA, id: ID_SCHEMA })),
    null,
  ),
});

/** A message as the members name it: its author and the author's id for it. */
interface MessageReference {
  readonly by: string;
  readonly id: string;
}

/** One line of the conversation. */
export interface ChatMessage {
  readonly id: string;
  /** Id of its author; null for this browser. */
  readonly from: string | null;
  readonly text: string;
  /** When it was sent: wall clock of this browser, Unix milliseconds. */
  readonly atMs: number;
  /** The other member of a private message; null for one to everyone. */
  readonly privateWith: string | null;
  /** `id` of the line that it replies to, which may not be here; null for none. */
  readonly replyTo: string | null;
}

/** Where a message of this browser goes. */
export interface ChatTarget {
  /** Id of the only member that gets it; null for everyone. */
  readonly to?: string | null;
  /** `id` of the line that it replies to. */
  readonly replyTo?: string | null;
}

/** A message of this browser. */
type SentMessage = Omit<ChatMessage, "from">;

/** Dependencies of {@linkcode Chat}. */
export interface ChatOptions {
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: () => number;
  readonly makeId: () => string;
  /** Our own id; empty before the first welcome. */
  readonly selfId: () => string;
  readonly send: SendChannelMessage;
  readonly onMessage: (message: ChatMessage) => void;
}

/** The conversation of one call. */
export class Chat implements ChannelHandler {
  /** Room for a text whose characters are all escaped in JSON. */
  readonly maxChars = 8 * MAX_CHAT_TEXT_LENGTH;
  /** Handler of private messages. */
  readonly privateHandler: ChannelHandler = {
    maxChars: this.maxChars,
    receive: (from, message) => this.#receive(from, message, true),
    onChannelOpen: () => {},
  };
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
    for (const { from, ...message } of messages) {
      const { id } = message;
      if (from === null) this.#sent.push(message);
      else this.#authorById.set(id.slice(from.length + 1), from);
    }
  }

  /**
   * Sends a message to everyone or one member; false when it is empty or that
   * member is not here.
   */
  send(text: string, { to = null, replyTo = null }: ChatTarget = {}): boolean {
    const trimmed = cutText(text.trim(), MAX_CHAT_TEXT_LENGTH);
    const isHere = to === null || this.#firstIndexByPeer.has(to);
    if (trimmed === "" || !isHere) return false;
    const { makeId, nowMs, onMessage } = this.#options;
    const message = {
      id: makeId(),
      text: trimmed,
      atMs: nowMs(),
      privateWith: to,
      replyTo,
    };
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
    this.#receive(from, message, false);
  }

  #receive(from: string, message: unknown, isPrivate: boolean): void {
    const { success, output } = v.safeParse(CHAT_MESSAGE_SCHEMA, message);
    if (!success) return;
    const id = output.id.slice(0, MAX_ID_LENGTH);
    if (!this.#isNew(id, from)) return;
    this.#options.onMessage({
      id: `${from} ${id}`,
      from,
      text: output.text.slice(0, MAX_CHAT_TEXT_LENGTH),
      atMs: this.#options.nowMs() - Math.min(output.agoMs, MAX_MESSAGE_AGE_MS),
      privateWith: isPrivate ? from : null,
      replyTo: output.replyTo && this.#lineIdOf(output.replyTo),
    });
  }

  /** Id of the line of a message; an own one may be from before a new seat. */
  #lineIdOf({ by, id }: MessageReference): string {
    const isOwn = by === this.#options.selfId() ||
      this.#sent.some((message) => message.id === id);
    return isOwn ? id : `${by} ${id}`;
  }

  #referenceOf(lineId: string): MessageReference {
    const [by = "", id] = lineId.split(" ");
    return id === undefined
      ? { by: this.#options.selfId(), id: lineId }
      : { by, id };
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

  /**
   * Sends a message to a member, unless it is for another one. It has an age
   * rather than a time: the clocks of two browsers may differ.
   */
  #sendTo(peerId: string, message: SentMessage): void {
    const { id, text, atMs, privateWith, replyTo } = message;
    if (privateWith !== null && privateWith !== peerId) return;
    const { nowMs, send } = this.#options;
    const sent = {
      kind: privateWith === null ? "text" : "private",
      id,
      text,
      agoMs: Math.max(0, Math.round(nowMs() - atMs)),
      ...replyTo === null ? {} : { replyTo: this.#referenceOf(replyTo) },
    };
    send(peerId, sent);
  }
}
