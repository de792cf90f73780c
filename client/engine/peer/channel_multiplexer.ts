/**
 * The `chat` data channel to each member. A message is a JSON object with a
 * `kind`: it is parsed once here and goes to the handler of its kind. Unknown
 * kinds are ignored, so a newer page can send more of them.
 *
 * @module
 */
import { asRecord, parseJson } from "../json.ts";
import type { DataChannel } from "./data_channel.ts";

/** Longest message of any kind, in UTF-16 code units of its JSON. */
export const MAX_CHANNEL_MESSAGE_CHARS = 65_536;

/** A message to a member. */
export interface ChannelMessage {
  readonly kind: string;
}

/** Handler of one kind of message. */
export interface ChannelHandler {
  /** Longest message of this kind, in UTF-16 code units of its JSON. */
  readonly maxChars: number;
  /** Handles a message of this kind; its other fields are unchecked. */
  receive(peerId: string, message: unknown): void;
  /** Called when the channel to a member opens, also after a reconnection. */
  onChannelOpen(peerId: string): void;
}

/** Sends a message to a member; false when the channel is not open. */
export type SendChannelMessage = (
  peerId: string,
  message: ChannelMessage,
) => boolean;

/** The `chat` channels of one call. */
export class ChannelMultiplexer {
  readonly #handlers: ReadonlyMap<string, ChannelHandler>;
  readonly #onMessage: (peerId: string) => void;
  readonly #channels = new Map<string, DataChannel>();

  /**
   * @param handlers Handler of each kind.
   * @param onMessage Called for each message before its handler.
   */
  constructor(
    handlers: Readonly<Record<string, ChannelHandler>>,
    onMessage: (peerId: string) => void = () => {},
  ) {
    this.#handlers = new Map(Object.entries(handlers));
    this.#onMessage = onMessage;
  }

  /** Uses a channel to a member, in place of an earlier one. */
  attach(peerId: string, channel: DataChannel): void {
    this.removePeer(peerId);
    this.#channels.set(peerId, channel);
    channel.onmessage = ({ data }: MessageEvent) => this.#receive(peerId, data);
    channel.onopen = () => {
      for (const handler of this.#handlers.values()) {
        handler.onChannelOpen(peerId);
      }
    };
  }

  /** Sends a message; false when the channel to the member is not open. */
  send(peerId: string, message: ChannelMessage): boolean {
    const channel = this.#channels.get(peerId);
    if (channel?.readyState !== "open") return false;
    channel.send(JSON.stringify(message));
    return true;
  }

  /** Stops using the channel to a member. */
  removePeer(peerId: string): void {
    const channel = this.#channels.get(peerId);
    if (channel) channel.onmessage = channel.onopen = null;
    this.#channels.delete(peerId);
  }

  #receive(peerId: string, data: unknown): void {
    this.#onMessage(peerId);
    if (typeof data !== "string" || data.length > MAX_CHANNEL_MESSAGE_CHARS) {
      return;
    }
    const message = asRecord(parseJson(data));
    if (typeof message?.kind !== "string") return;
    const handler = this.#handlers.get(message.kind);
    if (!handler || data.length > handler.maxChars) return;
    handler.receive(peerId, message);
  }
}
