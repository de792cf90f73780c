/**
 * Writes lines to a stream that may be full, closed, gone or not read: a line
 * that cannot be written is dropped and counted, and nothing waits for it.
 *
 * @module
 */

/** A stream such as `Deno.stderr`. */
export interface LineSink {
  /** Writes some of the bytes, at least one; may reject or never settle. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Most bytes of lines that wait for the stream. */
export const MAX_WAITING_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/** Writes lines one after the other, without blocking the process. */
export class LineWriter {
  readonly #sink: LineSink;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #droppedLines = 0;
  /** Reason of the last failure. */
  #failure = "the stream was not read";
  #writing: Promise<void> | null = null;

  /** Creates a writer that has nothing to write. */
  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Writes a text and a line end, now or when the stream takes it; never throws. */
  writeLine(text: string): void {
    const bytes = encoder.encode(`${text}\n`);
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      this.#droppedLines++;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#writing ??= this.#writeWaiting();
  }

  /** Resolves when every line is written or dropped, at the latest after `limitMs`. */
  async flush(limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([this.#writing, promise]);
    clearTimeout(timer);
  }

  async #writeWaiting(): Promise<void> {
    for (;;) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) break;
      const hasFailed = !await this.#write(bytes);
      this.#waitingBytes -= bytes.length;
      if (hasFailed) this.#droppedLines++;
      else await this.#reportDropped();
    }
    this.#writing = null;
  }

  /** Says how many lines are missing, as soon as a line can be written again. */
  async #reportDropped(): Promise<void> {
    if (this.#droppedLines === 0) return;
    const count = this.#droppedLines;
    this.#droppedLines = 0;
    const text =
      `${count} earlier lines could not be written: ${this.#failure}\n`;
    if (!await this.#write(encoder.encode(text))) this.#droppedLines += count;
  }

  /** True when all bytes were written. */
  async #write(bytes: Uint8Array): Promise<boolean> {
    try {
      for (let written = 0; written < bytes.length;) {
        written += await this.#sink.write(bytes.subarray(written));
      }
      return true;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}
