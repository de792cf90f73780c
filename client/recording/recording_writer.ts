/**
 * Writes the chunks of a recording in order, one at a time. What waits for the
 * disk has a limit, so that memory does not grow with the length of the call.
 *
 * @module
 */
import type { RecordingFailure } from "../engine/call/recording_state.ts";

/** Limit of the bytes that wait to be written: about 3 minutes of recording. */
export const MAX_PENDING_BYTES = 64 * 1_048_576;

/** The part of `Blob` that is used. */
export type ChunkLike = Pick<Blob, "size">;

/** Dependencies of {@linkcode RecordingWriter}. */
export interface RecordingWriterOptions<Chunk extends ChunkLike> {
  /** Appends a chunk to the file; rejects with a `QuotaExceededError` when the disk is full. */
  readonly append: (chunk: Chunk) => Promise<void>;
  /** Called once: the recording must stop. */
  readonly onFailure: (reason: RecordingFailure) => void;
}

/** Queue of chunks before one file. */
export class RecordingWriter<Chunk extends ChunkLike> {
  readonly #options: RecordingWriterOptions<Chunk>;
  readonly #queue: Chunk[] = [];
  #pendingBytes = 0;
  #hasReported = false;
  /** True after a failed write: later chunks stay in memory. */
  #isBroken = false;
  #pumping: Promise<void> | null = null;

  constructor(options: RecordingWriterOptions<Chunk>) {
    this.#options = options;
  }

  /** Bytes that wait to be written. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Adds a chunk to the end; empty ones are ignored. */
  add(chunk: Chunk): void {
    if (chunk.size === 0) return;
    this.#queue.push(chunk);
    this.#pendingBytes += chunk.size;
    if (this.#pendingBytes > MAX_PENDING_BYTES) this.#report("slow");
    if (!this.#isBroken) this.#pumping ??= this.#pump();
  }

  /** Waits for all writes; resolves to the chunks that could not be written. */
  async finish(): Promise<readonly Chunk[]> {
    await this.#pumping;
    return [...this.#queue];
  }

  async #pump(): Promise<void> {
    for (let [chunk] = this.#queue; chunk; [chunk] = this.#queue) {
      try {
        await this.#options.append(chunk);
      } catch (error) {
        this.#isBroken = true;
        this.#report(isQuotaError(error) ? "full" : "failed");
        return;
      }
      this.#queue.shift();
      this.#pendingBytes -= chunk.size;
    }
    this.#pumping = null;
  }

  #report(reason: RecordingFailure): void {
    if (this.#hasReported) return;
    this.#hasReported = true;
    this.#options.onFailure(reason);
  }
}

function isQuotaError(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}
