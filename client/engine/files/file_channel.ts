/**
 * The `files` channel to one member, through all channels that come one after
 * the other: which one is in use, whether the other page knows files, and how
 * much it may still be given.
 *
 * @module
 */
import type { DataChannel } from "../peer/peer_connection.ts";
import type { FileMessage } from "./file_messages.ts";
import {
  HIGH_WATER_BYTES,
  LOW_WATER_BYTES,
  MAX_BUFFERED_BYTES,
} from "./file_limits.ts";

/** What happens on the channel in use. */
export interface FileChannelEvents {
  /** A channel is open: time to greet. */
  onOpen(): void;
  onMessage(data: unknown): void;
  /** Most of what was to be sent is gone. */
  onBufferLow(): void;
  /** There is no channel any more. */
  onDetach(): void;
}

/** The channel of the moment. */
export class FileChannel {
  readonly #events: FileChannelEvents;
  #channel: DataChannel | null = null;
  /** True when the member's page has said on this channel that it knows files. */
  isHelloReceived = false;

  constructor(events: FileChannelEvents) {
    this.#events = events;
  }

  /** Stands for the channel in use: another one when that was replaced. */
  get channel(): object | null {
    return this.#channel;
  }

  /** True when a piece may be sent now. */
  get canSendChunk(): boolean {
    const channel = this.#channel;
    return this.isHelloReceived && channel?.readyState === "open" &&
      channel.bufferedAmount <= HIGH_WATER_BYTES;
  }

  /** Takes a new channel in place of the one in use. */
  attach(channel: DataChannel): void {
    this.detach();
    const events = this.#events;
    this.#channel = channel;
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    channel.onbufferedamountlow = () => events.onBufferLow();
    channel.onmessage = ({ data }: MessageEvent) => events.onMessage(data);
    channel.onclose = () => this.detach();
    channel.onopen = () => events.onOpen();
    if (channel.readyState === "open") events.onOpen();
  }

  /** Uses the channel no more. */
  detach(): void {
    const channel = this.#channel;
    if (channel) {
      channel.onopen = channel.onmessage = channel.onclose = null;
      channel.onbufferedamountlow = null;
    }
    this.#channel = null;
    this.isHelloReceived = false;
    this.#events.onDetach();
  }

  /** Sends a text. */
  send(message: FileMessage): void {
    this.sendRaw(JSON.stringify(message));
  }

  /** Sends a message; false when it did not go. */
  sendRaw(data: string | ArrayBuffer): boolean {
    const channel = this.#channel;
    if (channel?.readyState !== "open") return false;
    if (channel.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.detach();
      return false;
    }
    try {
      if (typeof data === "string") channel.send(data);
      else channel.send(data);
      return true;
    } catch {
      // It closes; what was not sent goes over the next one.
      return false;
    }
  }
}
