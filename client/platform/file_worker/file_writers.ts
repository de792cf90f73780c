/**
 * Writers of received files in a worker: a synchronous access handle where the
 * file is private, a writable stream, or blobs in memory.
 *
 * @module
 */
import type {
  SyncFileAccess,
  WritableFile,
  WriteTarget,
} from "./file_requests.ts";

/** Writes one file from its start to its end. */
export interface FileWriter {
  /** Resolves when more may be written. */
  write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void>;
  /** Completes the file; resolves to its content when it is in memory. */
  close(): Promise<Blob | null>;
  /** Stops writing. */
  abort(): Promise<void>;
}

/** Size of one blob in memory: a browser can move blobs to disk, unlike arrays. */
const PART_BYTES = 4 * 1_048_576;

/** Opens a writer; rejects where the browser cannot write. */
export async function openWriter(target: WriteTarget): Promise<FileWriter> {
  if (target.kind === "memory") return new MemoryWriter();
  const { handle } = target;
  if (target.kind === "private" && handle.createSyncAccessHandle) {
    return new SyncWriter(await handle.createSyncAccessHandle());
  }
  if (handle.createWritable) {
    return new StreamWriter(await handle.createWritable());
  }
  throw new TypeError("This browser cannot write to a file");
}

class SyncWriter implements FileWriter {
  readonly #handle: SyncFileAccess;
  #position = 0;

  constructor(handle: SyncFileAccess) {
    this.#handle = handle;
  }

  write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    for (const chunk of chunks) {
      let rest = chunk;
      while (rest.length > 0) {
        const count = this.#handle.write(rest, { at: this.#position });
        if (count === 0) return Promise.reject(new Error("The disk is full"));
        this.#position += count;
        rest = rest.subarray(count);
      }
    }
    return Promise.resolve();
  }

  async close(): Promise<null> {
    await this.#handle.flush();
    await this.#handle.close();
    return null;
  }

  async abort(): Promise<void> {
    await this.#handle.close();
  }
}

class StreamWriter implements FileWriter {
  readonly #stream: WritableFile;

  constructor(stream: WritableFile) {
    this.#stream = stream;
  }

  async write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    await this.#stream.write(joinChunks(chunks));
  }

  async close(): Promise<null> {
    await this.#stream.close();
    return null;
  }

  async abort(): Promise<void> {
    await this.#stream.abort();
  }
}

/** One array, since each write to a stream is a message between processes. */
function joinChunks(
  chunks: readonly Uint8Array<ArrayBuffer>[],
): Uint8Array<ArrayBuffer> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const joined = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    joined.set(chunk, position);
    position += chunk.length;
  }
  return joined;
}

class MemoryWriter implements FileWriter {
  #parts: Blob[] = [];
  #unpacked: Uint8Array<ArrayBuffer>[] = [];
  #unpackedBytes = 0;

  write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    for (const chunk of chunks) {
      this.#unpacked.push(chunk);
      this.#unpackedBytes += chunk.length;
    }
    if (this.#unpackedBytes >= PART_BYTES) this.#pack();
    return Promise.resolve();
  }

  close(): Promise<Blob> {
    this.#pack();
    const content = new Blob(this.#parts);
    this.#parts = [];
    return Promise.resolve(content);
  }

  abort(): Promise<void> {
    this.#parts = [];
    this.#unpacked = [];
    return Promise.resolve();
  }

  #pack(): void {
    this.#parts.push(new Blob(this.#unpacked));
    this.#unpacked = [];
    this.#unpackedBytes = 0;
  }
}
