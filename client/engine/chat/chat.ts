/**
 * Text chat over the data channels of a call.
 *
 * A message is a JSON text `{ kind: "text", id, text, agoMs }` to each member.
 * A channel that opens gets what its sender said before, so that a newcomer can
 * follow and nothing is lost when a connection is replaced; a known `id` is
 * shown once. Everyone hands over only what they said themselves: nobody can
 * put words into another's mouth.
 *
 * @module
 */
import type { DataChannel } from "../peer/peer_connection.ts";
import { asRecord, parseJson } from "../signaling/decode_server_message.ts";

/** Longest message, in UTF-16 code units. */
export const MAX_CHAT_TEXT_LENGTH = 4_000;
/** Messages kept for channels that are to open, and shown in the page. */
export const MAX_KEPT_MESSAGES = 500;
/** Messages that a newcomer gets of those that were said before it came. */
export const MAX_HISTORY_MESSAGES = 100;
/** A message is not shown as older than this. */
export const MAX_MESSAGE_AGE_MS = 24 * 3_600_000;

/** One line of the conversation. */
export interface ChatMessage {
  readonly id: string;
  /** Id of the member that said it; null for this browser's own. */
  readonly from: string | null;
  readonly text: string;
  /** When it was said: wall clock in Unix milliseconds, of this browser. */
  readonly atMs: number;
}

/** Something that we said. */
interface SentMessage {
  readonly id: string;
  readonly text: string;
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
  readonly #channels = new Map<string, DataChannel>();
  /** From which of our messages on a member gets them, counted from the first. */
  readonly #firstIndexByPeer = new Map<string, number>();
  readonly #sent: SentMessage[] = [];
  #droppedCount = 0;
  /** Who said what was shown, by its id. */
  readonly #authorById = new Map<string, string>();

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  /** Begins to keep messages for a member whose channel is still to open. */
  addPeer(peerId: string): void {
    if (!this.#firstIndexByPeer.has(peerId)) {
      const said = this.#droppedCount + this.#sent.length;
      this.#firstIndexByPeer.set(peerId, said - MAX_HISTORY_MESSAGES);
    }
  }

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(peerId: string, channel: DataChannel): void {
    this.addPeer(peerId);
    this.#channels.set(peerId, channel);
    channel.onmessage = (event: MessageEvent) =>
      this.#receive(peerId, event.data);
    channel.onopen = () => {
      const from = (this.#firstIndexByPeer.get(peerId) ?? 0) -
        this.#droppedCount;
      for (const said of this.#sent.slice(Math.max(from, 0))) {
        channel.send(this.#encode(said));
      }
    };
  }

  /** Says something to everyone; false when there is nothing to say. */
  send(text: string): boolean {
    const said = text.trim().slice(0, MAX_CHAT_TEXT_LENGTH);
    if (said === "") return false;
    const { makeId, nowMs, onMessage } = this.#options;
    const line = { id: makeId(), text: said, atMs: nowMs() };
    this.#sent.push(line);
    if (this.#sent.length > MAX_KEPT_MESSAGES) {
      this.#sent.shift();
      this.#droppedCount++;
    }
    for (const channel of this.#channels.values()) {
      if (channel.readyState === "open") channel.send(this.#encode(line));
    }
    onMessage({ ...line, from: null });
    return true;
  }

  /** Forgets a member that is gone. */
  removePeer(peerId: string): void {
    this.#channels.delete(peerId);
    this.#firstIndexByPeer.delete(peerId);
  }

  #receive(from: string, data: unknown): void {
    const fields = typeof data === "string" ? asRecord(parseJson(data)) : null;
    if (!fields || fields.kind !== "text") return;
    const { id, text, agoMs } = fields;
    if (typeof id !== "string" || typeof text !== "string" || text === "") {
      return;
    }
    if (!this.#isNew(id.slice(0, 64), from)) return;
    this.#options.onMessage({
      id: `${from} ${id.slice(0, 64)}`,
      from,
      text: text.slice(0, MAX_CHAT_TEXT_LENGTH),
      atMs: this.#options.nowMs() - readAgeMs(agoMs),
    });
  }

  /**
   * False for what was shown. Somebody who comes back under another id hands
   * over its words again; another member cannot take a place by its id.
   */
  #isNew(id: string, from: string): boolean {
    const author = this.#authorById.get(id);
    const isSame = author === from ||
      (author !== undefined && !this.#firstIndexByPeer.has(author));
    this.#authorById.set(id, from);
    if (this.#authorById.size > MAX_SEEN_IDS) {
      const [oldest] = this.#authorById.keys();
      if (oldest !== undefined) this.#authorById.delete(oldest);
    }
    return !isSame;
  }

  /** The clocks of two browsers may differ, the age of a message does not. */
  #encode({ id, text, atMs }: SentMessage): string {
    const agoMs = Math.max(0, Math.round(this.#options.nowMs() - atMs));
    return JSON.stringify({ kind: "text", id, text, agoMs });
  }
}

/** Age of a message as another member tells it; now where it does not. */
function readAgeMs(value: unknown): number {
  return typeof value === "number" && value > 0
    ? Math.min(value, MAX_MESSAGE_AGE_MS)
    : 0;
}

/** Ids remembered against showing a message twice; more than all members keep. */
const MAX_SEEN_IDS = 8 * MAX_KEPT_MESSAGES;
