/**
 * One file to one member: which chunk is next, and whether the window allows
 * it. Reads ahead by a bounded number of blocks.
 *
 * @module
 */
import { encodeChunk } from "./chunk_frame.ts";
import type { FileSource } from "./file_source.ts";
import {
  CHUNK_BYTES,
  MAX_READ_AHEAD_BLOCKS,
  READ_BLOCK_BYTES,
  WINDOW_BYTES,
} from "./file_limits.ts";
import { isTransferOver, type TransferStatus } from "./file_platform.ts";

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Events of an outgoing file. */
export interface OutgoingFileEvents {
  /** A chunk may be available. */
  onReady(): void;
  /** The file can no longer be read. */
  onUnreadable(): void;
}

/** One file to one member. */
export class OutgoingFile {
  readonly source: FileSource;
  readonly #events: OutgoingFileEvents;
  #status: TransferStatus = { kind: "offered" };
  /** True once the receiver has sent `accept` on the channel in use. */
  #isSending = false;
  #sentTo = 0;
  #ackedTo = 0;
  /** Largest offset sent so far, which bounds what the receiver can acknowledge. */
  #maxSentTo = 0;
  #isDoneSent = false;
  #blocks: Block[] = [];
  #readTo = 0;
  /** Counts restarts, so that a late read of an earlier one is dropped. */
  #generation = 0;
  #isReading = false;

  constructor(source: FileSource, events: OutgoingFileEvents) {
    this.source = source;
    this.#events = events;
  }

  get status(): TransferStatus {
    return this.#status;
  }

  /** Number of bytes that the receiver has written. */
  get bytes(): number {
    return this.#ackedTo;
  }

  /** The channel is gone: waits for `accept` on the next one. */
  pause(): void {
    this.#isSending = false;
    this.#blocks = [];
    this.#generation++;
  }

  /** Handles `accept`; false when it violates the protocol. */
  accept(offset: number): boolean {
    if (this.#isSending || isTransferOver(this.#status)) return true;
    if (offset > this.#maxSentTo) return false;
    this.pause();
    this.#isSending = true;
    this.#isReading = false;
    this.#isDoneSent = false;
    this.#sentTo = this.#ackedTo = this.#readTo = offset;
    this.#status = { kind: "moving" };
    this.#readAhead();
    this.#events.onReady();
    return true;
  }

  /** Handles `ack`; false when `offset` was not sent yet. */
  acknowledge(offset: number): boolean {
    if (!this.#isSending) return true;
    if (offset > this.#sentTo) return false;
    this.#ackedTo = Math.max(this.#ackedTo, offset);
    this.#events.onReady();
    return true;
  }

  /** Handles `received`; false when not everything was sent yet. */
  confirmReceived(): boolean {
    if (isTransferOver(this.#status)) return true;
    if (this.#maxSentTo < this.source.size) return false;
    this.#ackedTo = this.source.size;
    this.#end({ kind: "done" });
    return true;
  }

  /** Ends the transfer. */
  end(status: TransferStatus & { kind: "ended" }): void {
    if (!isTransferOver(this.#status)) this.#end(status);
  }

  /** The next chunk message, or null when none is available or allowed. */
  takeChunk(): ArrayBuffer | null {
    if (!this.#isSending || this.#sentTo >= this.source.size) return null;
    const block = this.#blocks[0];
    if (!block) return null;
    const start = this.#sentTo - block.offset;
    const bytes = block.bytes.subarray(start, start + CHUNK_BYTES);
    if (this.#sentTo + bytes.length > this.#ackedTo + WINDOW_BYTES) return null;
    const { id } = this.source;
    const message = encodeChunk({ id, offset: this.#sentTo, bytes });
    this.#sentTo += bytes.length;
    this.#maxSentTo = Math.max(this.#maxSentTo, this.#sentTo);
    if (start + bytes.length >= block.bytes.length) this.#blocks.shift();
    this.#readAhead();
    return message;
  }

  /** SHA-256 once after the last chunk; otherwise null. */
  takeSha256(): string | null {
    const { source } = this;
    if (!this.#isSending || this.#isDoneSent || this.#sentTo < source.size) {
      return null;
    }
    this.#isDoneSent = true;
    this.#status = { kind: "checking" };
    return source.sha256;
  }

  #end(status: TransferStatus): void {
    this.#status = status;
    this.pause();
  }

  #readAhead(): void {
    const { size } = this.source;
    const isFull = this.#blocks.length >= MAX_READ_AHEAD_BLOCKS;
    if (!this.#isSending || this.#isReading || isFull || this.#readTo >= size) {
      return;
    }
    void this.#readBlock(
      this.#readTo,
      Math.min(this.#readTo + READ_BLOCK_BYTES, size),
    );
  }

  async #readBlock(start: number, end: number): Promise<void> {
    const generation = this.#generation;
    this.#isReading = true;
    try {
      const bytes = await this.source.read(start, end);
      if (generation !== this.#generation) return;
      this.#isReading = false;
      this.#blocks.push({ offset: start, bytes });
      this.#readTo = end;
      this.#readAhead();
      this.#events.onReady();
    } catch {
      if (generation === this.#generation) this.#events.onUnreadable();
    }
  }
}
