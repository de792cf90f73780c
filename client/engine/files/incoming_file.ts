/**
 * One file on its way from one member: takes its pieces in order, writes and
 * hashes them, and says how far it has come. What waits to be written is
 * bounded by the window, which an honest sender never passes.
 *
 * @module
 */
import { CHUNK_BYTES, WINDOW_BYTES, WRITE_BATCH_BYTES } from "./file_limits.ts";
import type { TransferEndReason } from "./file_messages.ts";
import {
  digestHex,
  type FileSink,
  type Hash,
  isTransferOver,
  type SavedFileHandle,
  type TransferStatus,
} from "./file_platform.ts";

/** What a transfer tells the channel that it comes over. */
export interface IncomingFileEvents {
  /** Everything before `bytes` is written. */
  onWritten(bytes: number): void;
  /** The file is there and right. */
  onReceived(): void;
  /** It cannot go on on this side. */
  onFailure(reason: TransferEndReason): void;
}

/** What is known of an offered file. */
export interface IncomingFileOptions {
  readonly id: number;
  /** Already made harmless. */
  readonly name: string;
  readonly size: number;
  readonly hash: Hash;
  readonly events: IncomingFileEvents;
}

/** One file from one member. */
export class IncomingFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly #hash: Hash;
  readonly #events: IncomingFileEvents;
  #status: TransferStatus = { kind: "offered" };
  #sink: FileSink | null = null;
  #saved: SavedFileHandle | null = null;
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #receivedTo = 0;
  /** End of what is being written. */
  #writingTo = 0;
  #writtenTo = 0;
  #expectedSha256: string | null = null;
  #writeLoop: Promise<void> | null = null;
  /** False until the sender was told, on the channel in use, where to begin. */
  #isReceiving = false;
  #isClosing = false;

  constructor(options: IncomingFileOptions) {
    this.id = options.id;
    this.name = options.name;
    this.size = options.size;
    this.#hash = options.hash;
    this.#events = options.events;
  }

  get status(): TransferStatus {
    return this.#status;
  }

  /** Bytes that are written. */
  get bytes(): number {
    return this.#writtenTo;
  }

  /** Where to save the file from, once it is there. */
  get saved(): SavedFileHandle | null {
    return this.#saved;
  }

  /** True when pieces are awaited on the channel in use. */
  get isReceiving(): boolean {
    return this.#isReceiving;
  }

  /** The person wants it, and here is where it goes. */
  open(sink: FileSink): void {
    this.#sink = sink;
    this.#status = { kind: "moving" };
  }

  /** The channel is gone: what is not being written yet will be sent again. */
  pause(): void {
    this.#isReceiving = false;
    this.#queue = [];
    this.#receivedTo = this.#writingTo;
    this.#expectedSha256 = null;
    if (this.#status.kind === "checking") this.#status = { kind: "moving" };
  }

  /** Resolves with the place from which to send, when all writing has ended. */
  async waitForResumeOffset(): Promise<number> {
    while (this.#writeLoop) await this.#writeLoop;
    return this.#writtenTo;
  }

  /** The sender is told where to begin: pieces may come. */
  startReceiving(): void {
    this.#isReceiving = true;
  }

  /** Takes a piece; false when an honest sender would not have sent it. */
  receiveChunk(offset: number, bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#isReceiving || this.#expectedSha256 !== null) return false;
    // Many small pieces would take far more memory than their bytes.
    const length = Math.min(CHUNK_BYTES, this.size - offset);
    if (offset !== this.#receivedTo || bytes.length !== length) return false;
    const end = offset + length;
    if (end > this.#writtenTo + WINDOW_BYTES) return false;
    this.#receivedTo = end;
    this.#queue.push(bytes);
    this.#startWriting();
    return true;
  }

  /** All pieces were sent; false when they were not. */
  finish(sha256: string): boolean {
    if (!this.#isReceiving || this.#expectedSha256 !== null) return false;
    if (this.#receivedTo !== this.size) return false;
    this.#expectedSha256 = sha256;
    this.#status = { kind: "checking" };
    this.#startWriting();
    return true;
  }

  /** Ends it for a reason and throws away what was written. */
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
      // Something may have come when the last look was over.
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
        this.#hash.update(batch);
        await sink.write(batch);
        this.#writtenTo = this.#writingTo;
        if (this.#sink) this.#events.onWritten(this.#writtenTo);
      }
      await this.#verifyAndClose();
    } catch {
      if (!isTransferOver(this.#status)) this.#events.onFailure("unwritable");
    }
  }

  /** What waits, in one piece of a bounded size, or null. */
  #takeBatch(): Uint8Array<ArrayBuffer> | null {
    let length = 0;
    let count = 0;
    for (const bytes of this.#queue) {
      if (count > 0 && length + bytes.length > WRITE_BATCH_BYTES) break;
      length += bytes.length;
      count++;
    }
    if (count === 0) return null;
    const batch = new Uint8Array(length);
    let at = 0;
    for (const bytes of this.#queue.splice(0, count)) {
      batch.set(bytes, at);
      at += bytes.length;
    }
    this.#writingTo += length;
    return batch;
  }

  #isComplete(): boolean {
    return this.#expectedSha256 !== null && this.#writtenTo === this.size;
  }

  async #verifyAndClose(): Promise<void> {
    const sink = this.#sink;
    if (!sink || !this.#isComplete()) return;
    if (digestHex(this.#hash) !== this.#expectedSha256) {
      return this.#events.onFailure("checksum");
    }
    // All of it is here: whoever leaves now takes nothing away.
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
