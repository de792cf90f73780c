/**
 * The `files` data channel to one member across reconnections: which channel
 * is in use, whether the other page supports files, and how much may be sent.
 *
 * @module
 */
import type { DataChannel } from "../peer/data_channel.ts";
import type { FileMessage } from "./file_messages.ts";
import {
  HIGH_WATER_BYTES,
  LOW_WATER_BYTES,
  MAX_BUFFERED_BYTES,
} from "./file_limits.ts";

/** Events of the channel in use. */
export interface FileChannelEvents {
  /** A channel is open: `hello` is due. */
  onOpen(): void;
  onMessage(data: unknown): void;
  /** The send buffer has fallen to its low-water mark. */
  onBufferLow(): void;
  /** The channel is no longer in use. */
  onDetach(): void;
}

/** The `files` channel in use. */
export class FileChannel {
  readonly #events: FileChannelEvents;
  #channel: DataChannel | null = null;
  /** True once the other page has sent `hello` on this channel. */
  isHelloReceived = false;

  constructor(events: FileChannelEvents) {
    this.#events = events;
  }

  /** Identity of the channel in use, to notice its replacement. */
  get channel(): object | null {
    return this.#channel;
  }

  /** True when a chunk may be sent now. */
  get canSendChunk(): boolean {
    const channel = this.#channel;
    return this.isHelloReceived && channel?.readyState === "open" &&
      channel.bufferedAmount <= HIGH_WATER_BYTES;
  }

  /** Uses a new channel in place of the current one. */
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

  /** Stops using the channel. */
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

  /** Sends a text message. */
  send(message: FileMessage): void {
    this.sendRaw(JSON.stringify(message));
  }

  /** Sends a message; false when it was not sent. */
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
      // The channel is closing: the transfer resumes on the next one.
      return false;
    }
  }
}
