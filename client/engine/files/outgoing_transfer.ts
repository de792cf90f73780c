/**
 * One file on its way to one member: which piece comes next, and whether it
 * may be sent yet. It reads a little ahead, and never further from what the
 * receiver has written than the window.
 *
 * @module
 */
import { writeChunk } from "./chunk_frame.ts";
import type { FileSource } from "./file_source.ts";
import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  MAX_BLOCKS,
  WINDOW_BYTES,
} from "./file_limits.ts";
import { isOver, type TransferStatus } from "./file_platform.ts";

interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a transfer tells the channel that it goes over. */
export interface OutgoingEvents {
  /** There may be a piece to send now. */
  onReady(): void;
  /** The file cannot be read any more. */
  onUnreadable(): void;
}

/** One file to one member. */
export class Outgoing {
  readonly source: FileSource;
  readonly #events: OutgoingEvents;
  #status: TransferStatus = { kind: "offered" };
  /** False until the receiver has said, on the channel in use, where to begin. */
  #isLive = false;
  #sentTo = 0;
  #ackedTo = 0;
  /** Most that was ever sent: nobody can have written more. */
  #reachedTo = 0;
  #isDoneSent = false;
  #blocks: Block[] = [];
  #readTo = 0;
  /** Counts the beginnings, so that a late read of an earlier one is dropped. */
  #run = 0;
  #isReading = false;

  constructor(source: FileSource, events: OutgoingEvents) {
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
    this.#isLive = false;
    this.#blocks = [];
    this.#run++;
  }

  /** The receiver wants the file from `offset`; false when it may not say so. */
  accept(offset: number): boolean {
    if (this.#isLive || isOver(this.#status)) return true;
    if (offset > this.#reachedTo) return false;
    this.pause();
    this.#isLive = true;
    this.#isReading = false;
    this.#isDoneSent = false;
    this.#sentTo = this.#ackedTo = this.#readTo = offset;
    this.#status = { kind: "moving" };
    this.#fill();
    this.#events.onReady();
    return true;
  }

  /** The receiver has written up to `offset`; false when that cannot be. */
  acknowledge(offset: number): boolean {
    if (!this.#isLive) return true;
    if (offset > this.#sentTo) return false;
    this.#ackedTo = Math.max(this.#ackedTo, offset);
    this.#events.onReady();
    return true;
  }

  /** The receiver has all of it and it is right; false when that cannot be. */
  received(): boolean {
    if (isOver(this.#status)) return true;
    if (this.#reachedTo < this.source.size) return false;
    this.#ackedTo = this.source.size;
    this.#end({ kind: "done" });
    return true;
  }

  /** Ends it for a reason. */
  end(status: TransferStatus & { kind: "ended" }): void {
    if (!isOver(this.#status)) this.#end(status);
  }

  /** The next message with a piece, or null while none may or can be sent. */
  take(): ArrayBuffer | null {
    if (!this.#isLive || this.#sentTo >= this.source.size) return null;
    const block = this.#blocks[0];
    if (!block) return null;
    const start = this.#sentTo - block.offset;
    const bytes = block.bytes.subarray(start, start + CHUNK_BYTES);
    if (this.#sentTo + bytes.length > this.#ackedTo + WINDOW_BYTES) return null;
    const { id } = this.source;
    const message = writeChunk({ id, offset: this.#sentTo, bytes });
    this.#sentTo += bytes.length;
    this.#reachedTo = Math.max(this.#reachedTo, this.#sentTo);
    if (start + bytes.length >= block.bytes.length) this.#blocks.shift();
    this.#fill();
    return message;
  }

  /** The hash, once, after the last piece; else null. */
  takeSha256(): string | null {
    const { source } = this;
    if (!this.#isLive || this.#isDoneSent || this.#sentTo < source.size) {
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

  #fill(): void {
    const { size } = this.source;
    const isFull = this.#blocks.length >= MAX_BLOCKS;
    if (!this.#isLive || this.#isReading || isFull || this.#readTo >= size) {
      return;
    }
    void this.#read(this.#readTo, Math.min(this.#readTo + BLOCK_BYTES, size));
  }

  async #read(start: number, end: number): Promise<void> {
    const run = this.#run;
    this.#isReading = true;
    try {
      const bytes = await this.source.read(start, end);
      if (run !== this.#run) return;
      this.#isReading = false;
      this.#blocks.push({ offset: start, bytes });
      this.#readTo = end;
      this.#fill();
      this.#events.onReady();
    } catch {
      if (run === this.#run) this.#events.onUnreadable();
    }
  }
}
