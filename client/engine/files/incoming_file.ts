/**
 * One file from one member: writes its chunks in order. Chunks in
 * memory are bounded by the window, which a correct sender never exceeds.
 *
 * @module
 */
import { CHUNK_BYTES, WINDOW_BYTES, WRITE_BATCH_BYTES } from "./file_limits.ts";
import type { TransferEndReason } from "./file_messages.ts";
import {
  type FileSink,
  isTransferOver,
  type SavedFileHandle,
  type TransferStatus,
} from "./file_platform.ts";

/** Events of an incoming file. */
export interface IncomingFileEvents {
  /** Everything before `bytes` is written. */
  onWritten(bytes: number): void;
  /** The file is complete and its checksum matched. */
  onReceived(): void;
  /** The transfer failed on this side. */
  onFailure(reason: TransferEndReason): void;
}

/** Fields of an offered file. */
export interface IncomingFileOptions {
  readonly id: number;
  /** Cleaned by `cleanFileName`. */
  readonly name: string;
  readonly size: number;
  readonly events: IncomingFileEvents;
}

/** One file from one member. */
export class IncomingFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly #events: IncomingFileEvents;
  #status: TransferStatus = { kind: "offered" };
  #sink: FileSink | null = null;
  #saved: SavedFileHandle | null = null;
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #receivedTo = 0;
  /** End of the write in progress. */
  #writingTo = 0;
  #writtenTo = 0;
  #expectedSha256: string | null = null;
  #writeLoop: Promise<void> | null = null;
  /** True once `accept` was sent on the channel in use. */
  #isReceiving = false;
  #isClosing = false;

  constructor(options: IncomingFileOptions) {
    this.id = options.id;
    this.name = options.name;
    this.size = options.size;
    this.#events = options.events;
  }

  get status(): TransferStatus {
    return this.#status;
  }

  /** Number of bytes written. */
  get bytes(): number {
    return this.#writtenTo;
  }

  /** The saved file, once it is complete. */
  get saved(): SavedFileHandle | null {
    return this.#saved;
  }

  /** True once `accept` was sent on the channel in use. */
  get isReceiving(): boolean {
    return this.#isReceiving;
  }

  /** Accepts the file into a sink. */
  open(sink: FileSink): void {
    this.#sink = sink;
    this.#status = { kind: "moving" };
  }

  /** The channel is gone: drops chunks that will be sent again. */
  pause(): void {
    this.#isReceiving = false;
    this.#queue = [];
    this.#receivedTo = this.#writingTo;
    this.#expectedSha256 = null;
    if (this.#status.kind === "checking") this.#status = { kind: "moving" };
  }

  /** Resolves with the offset to resume at, when no write is in progress. */
  async waitForResumeOffset(): Promise<number> {
    while (this.#writeLoop) await this.#writeLoop;
    return this.#writtenTo;
  }

  /** Allows chunks: `accept` is sent now. */
  startReceiving(): void {
    this.#isReceiving = true;
  }

  /** Handles a chunk; false when it violates the protocol. */
  receiveChunk(offset: number, bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#isReceiving || this.#expectedSha256 !== null) return false;
    // Many small chunks would take far more memory than their bytes.
    const length = Math.min(CHUNK_BYTES, this.size - offset);
    if (offset !== this.#receivedTo || bytes.length !== length) return false;
    const end = offset + length;
    if (end > this.#writtenTo + WINDOW_BYTES) return false;
    this.#receivedTo = end;
    this.#queue.push(bytes);
    this.#startWriting();
    return true;
  }

  /** Handles the end of the file; false when chunks are missing. */
  finish(sha256: string): boolean {
    if (!this.#isReceiving || this.#expectedSha256 !== null) return false;
    if (this.#receivedTo !== this.size) return false;
    this.#expectedSha256 = sha256;
    this.#status = { kind: "checking" };
    this.#startWriting();
    return true;
  }

  /** Ends the transfer and discards what was written. */
  end(status: TransferStatus & { kind: "ended" }): void {
    if (isTransferOver(this.#status) || this.#isClosing) return;
    this.#status = status;
    this.pause();
    const sink = this.#sink;
    this.#sink = null;
    sink?.abort().catch(() => {});
  }

  #startWriting(): void {
    this.#writeLoop ??= this.#writeQueue().finally(() => {
      this.#writeLoop = null;
      // A chunk may have arrived after the loop had seen an empty queue.
      if (this.#sink && (this.#queue.length > 0 || this.#isComplete())) {
        this.#startWriting();
      }
    });
  }

  async #writeQueue(): Promise<void> {
    try {
      for (let sink = this.#sink; sink; sink = this.#sink) {
        const batch = this.#takeBatch();
        if (!batch) break;
        await sink.write(batch);
        this.#writtenTo = this.#writingTo;
        if (this.#sink) this.#events.onWritten(this.#writtenTo);
      }
      await this.#verifyAndClose();
    } catch {
      if (!isTransferOver(this.#status)) this.#events.onFailure("unwritable");
    }
  }

  /** Queued chunks for one write of bounded size, or null. */
  #takeBatch(): readonly Uint8Array<ArrayBuffer>[] | null {
    let length = 0;
    let count = 0;
    for (const bytes of this.#queue) {
      if (count > 0 && length + bytes.length > WRITE_BATCH_BYTES) break;
      length += bytes.length;
      count++;
    }
    if (count === 0) return null;
    this.#writingTo += length;
    return this.#queue.splice(0, count);
  }

  #isComplete(): boolean {
    return this.#expectedSha256 !== null && this.#writtenTo === this.size;
  }

  async #verifyAndClose(): Promise<void> {
    const sink = this.#sink;
    if (!sink || !this.#isComplete()) return;
    const sha256 = await sink.sha256();
    // The transfer may have ended meanwhile, or lost its channel.
    if (sink !== this.#sink || !this.#isComplete()) return;
    if (sha256 !== this.#expectedSha256) {
      return this.#events.onFailure("checksum");
    }
    // Complete: from here on the sender may leave.
    this.#isClosing = true;
    try {
      this.#saved = await sink.close();
      this.#status = { kind: "done" };
      this.#sink = null;
      this.#isReceiving = false;
    } finally {
      this.#isClosing = false;
    }
    this.#events.onReceived();
  }
}
