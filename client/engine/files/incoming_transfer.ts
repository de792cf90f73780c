/**
 * One file on its way from one member: takes its pieces in order, writes and
 * hashes them, and says how far it has come. What waits to be written is
 * bounded by the window, which an honest sender never passes.
 *
 * @module
 */
import { CHUNK_BYTES, WINDOW_BYTES, WRITE_BYTES } from "./file_limits.ts";
import type { EndReason } from "./file_messages.ts";
import {
  type Hash,
  hexDigest,
  isOver,
  type Saved,
  type Sink,
  type TransferStatus,
} from "./file_platform.ts";

/** What a transfer tells the channel that it comes over. */
export interface IncomingEvents {
  /** Everything before `bytes` is written. */
  onWritten(bytes: number): void;
  /** The file is there and right. */
  onReceived(): void;
  /** It cannot go on on this side. */
  onFailure(reason: EndReason): void;
}

/** What is known of an offered file. */
export interface IncomingOptions {
  readonly id: number;
  /** Already made harmless. */
  readonly name: string;
  readonly size: number;
  readonly hash: Hash;
  readonly events: IncomingEvents;
}

/** One file from one member. */
export class Incoming {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly #hash: Hash;
  readonly #events: IncomingEvents;
  #status: TransferStatus = { kind: "offered" };
  #sink: Sink | null = null;
  #saved: Saved | null = null;
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #receivedTo = 0;
  /** End of what is being written. */
  #takenTo = 0;
  #writtenTo = 0;
  #expected: string | null = null;
  #work: Promise<void> | null = null;
  /** False until the sender was told, on the channel in use, where to begin. */
  #isLive = false;
  #isClosing = false;

  constructor(options: IncomingOptions) {
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
  get saved(): Saved | null {
    return this.#saved;
  }

  /** True when pieces are awaited on the channel in use. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** The person wants it, and here is where it goes. */
  open(sink: Sink): void {
    this.#sink = sink;
    this.#status = { kind: "moving" };
  }

  /** The channel is gone: what is not being written yet will be sent again. */
  pause(): void {
    this.#isLive = false;
    this.#queue = [];
    this.#receivedTo = this.#takenTo;
    this.#expected = null;
    if (this.#status.kind === "checking") this.#status = { kind: "moving" };
  }

  /** Resolves with the place from which to send, when all writing has ended. */
  async begin(): Promise<number> {
    while (this.#work) await this.#work;
    return this.#writtenTo;
  }

  /** The sender is told where to begin: pieces may come. */
  goLive(): void {
    this.#isLive = true;
  }

  /** Takes a piece; false when an honest sender would not have sent it. */
  take(offset: number, bytes: Uint8Array<ArrayBuffer>): boolean {
    if (!this.#isLive || this.#expected !== null) return false;
    // Many small pieces would take far more memory than their bytes.
    const length = Math.min(CHUNK_BYTES, this.size - offset);
    if (offset !== this.#receivedTo || bytes.length !== length) return false;
    const end = offset + length;
    if (end > this.#writtenTo + WINDOW_BYTES) return false;
    this.#receivedTo = end;
    this.#queue.push(bytes);
    this.#go();
    return true;
  }

  /** All pieces were sent; false when they were not. */
  finish(sha256: string): boolean {
    if (!this.#isLive || this.#expected !== null) return false;
    if (this.#receivedTo !== this.size) return false;
    this.#expected = sha256;
    this.#status = { kind: "checking" };
    this.#go();
    return true;
  }

  /** Ends it for a reason and throws away what was written. */
  end(status: TransferStatus & { kind: "ended" }): void {
    if (isOver(this.#status) || this.#isClosing) return;
    this.#status = status;
    this.pause();
    const sink = this.#sink;
    this.#sink = null;
    sink?.abort().catch(() => {});
  }

  #go(): void {
    this.#work ??= this.#run().finally(() => {
      this.#work = null;
      // Something may have come when the last look was over.
      if (this.#sink && (this.#queue.length > 0 || this.#isComplete())) {
        this.#go();
      }
    });
  }

  async #run(): Promise<void> {
    try {
      for (let sink = this.#sink; sink; sink = this.#sink) {
        const batch = this.#takeBatch();
        if (!batch) break;
        this.#hash.update(batch);
        await sink.write(batch);
        this.#writtenTo = this.#takenTo;
        if (this.#sink) this.#events.onWritten(this.#writtenTo);
      }
      await this.#close();
    } catch {
      if (!isOver(this.#status)) this.#events.onFailure("unwritable");
    }
  }

  /** What waits, in one piece of a bounded size, or null. */
  #takeBatch(): Uint8Array<ArrayBuffer> | null {
    let length = 0;
    let count = 0;
    for (const bytes of this.#queue) {
      if (count > 0 && length + bytes.length > WRITE_BYTES) break;
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
    this.#takenTo += length;
    return batch;
  }

  #isComplete(): boolean {
    return this.#expected !== null && this.#writtenTo === this.size;
  }

  async #close(): Promise<void> {
    const sink = this.#sink;
    if (!sink || !this.#isComplete()) return;
    if (hexDigest(this.#hash) !== this.#expected) {
      return this.#events.onFailure("checksum");
    }
    // All of it is here: whoever leaves now takes nothing away.
    this.#isClosing = true;
    try {
      this.#saved = await sink.close();
      this.#status = { kind: "done" };
      this.#sink = null;
      this.#isLive = false;
    } finally {
      this.#isClosing = false;
    }
    this.#events.onReceived();
  }
}
