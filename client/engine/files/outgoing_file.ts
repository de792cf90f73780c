/**
 * One file on its way to one member: which piece comes next, and whether it
 * may be sent yet. It reads a little ahead, and never further from what the
 * receiver has written than the window.
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

/** What a transfer tells the channel that it goes over. */
export interface OutgoingFileEvents {
  /** There may be a piece to send now. */
  onReady(): void;
  /** The file cannot be read any more. */
  onUnreadable(): void;
}

/** One file to one member. */
export class OutgoingFile {
  readonly source: FileSource;
  readonly #events: OutgoingFileEvents;
  #status: TransferStatus = { kind: "offered" };
  /** False until the receiver has said, on the channel in use, where to begin. */
  #isSending = false;
  #sentTo = 0;
  #ackedTo = 0;
  /** Most that was ever sent: nobody can have written more. */
  #maxSentTo = 0;
  #isDoneSent = false;
  #blocks: Block[] = [];
  #readTo = 0;
  /** Counts the beginnings, so that a late read of an earlier one is dropped. */
  #generation = 0;
  #isReading = false;

  constructor(source: FileSource, events: OutgoingFileEvents) {
    this.source = source;
    this.#events = events;
  }

  get status(): TransferStatus {
    return this.#status;
  }

  /** Bytes that the receiver has written. */
  get bytes(): number {
    return this.#ackedTo;
  }

  /** The channel is gone: waits for the receiver to say where to go on. */
  pause(): void {
    this.#isSending = false;
    this.#blocks = [];
    this.#generation++;
  }

  /** The receiver wants the file from `offset`; false when it may not say so. */
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

  /** The receiver has written up to `offset`; false when that cannot be. */
  acknowledge(offset: number): boolean {
    if (!this.#isSending) return true;
    if (offset > this.#sentTo) return false;
    this.#ackedTo = Math.max(this.#ackedTo, offset);
    this.#events.onReady();
    return true;
  }

  /** The receiver has all of it and it is right; false when that cannot be. */
  confirmReceived(): boolean {
    if (isTransferOver(this.#status)) return true;
    if (this.#maxSentTo < this.source.size) return false;
    this.#ackedTo = this.source.size;
    this.#end({ kind: "done" });
    return true;
  }

  /** Ends it for a reason. */
  end(status: TransferStatus & { kind: "ended" }): void {
    if (!isTransferOver(this.#status)) this.#end(status);
  }

  /** The next message with a piece, or null while none may or can be sent. */
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

  /** The hash, once, after the last piece; else null. */
  takeSha256(): string | null {
    const { source } = this;
    if (!this.#isSending || this.#isDoneSent || this.#sentTo < source.size) {
      return null;
    }
    this.#isDoneSent = true;
    this.#status = { kind: "checking" };
    return source.sha256();
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
    const run = this.#generation;
    this.#isReading = true;
    try {
      const bytes = await this.source.read(start, end);
      if (run !== this.#generation) return;
      this.#isReading = false;
      this.#blocks.push({ offset: start, bytes });
      this.#readTo = end;
      this.#readAhead();
      this.#events.onReady();
    } catch {
      if (run === this.#generation) this.#events.onUnreadable();
    }
  }
}
