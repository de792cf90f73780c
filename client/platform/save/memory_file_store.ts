/**
 * Received files in blobs, for browsers without a file API. A browser can move
 * blobs to disk, unlike arrays, but they count as memory and share one cap.
 *
 * @module
 */
import type {
  FileSink,
  SavedFileHandle,
} from "../../engine/files/file_platform.ts";

/** Cap on all files together. */
export const MAX_MEMORY_BYTES = 256 * 1_048_576;
/** Size of one blob. */
const PART_BYTES = 4 * 1_048_576;
/** Type that a browser never renders as a page. */
const BLOB_TYPE = { type: "application/octet-stream" };

/** All files in memory. */
export class MemoryFileStore {
  #usedBytes = 0;

  /** Number of free bytes. */
  get freeBytes(): number {
    return MAX_MEMORY_BYTES - this.#usedBytes;
  }

  /** Sink for one file, or null when it does not fit. */
  open(size: number): FileSink | null {
    if (size > this.freeBytes) return null;
    this.#usedBytes += size;
    let isReserved = true;
    return new MemorySink(() => {
      if (isReserved) this.#usedBytes -= size;
      isReserved = false;
    });
  }
}

class MemorySink implements FileSink {
  readonly #release: () => void;
  #parts: Blob[] = [];
  #unpacked: Uint8Array<ArrayBuffer>[] = [];
  #unpackedBytes = 0;

  constructor(release: () => void) {
    this.#release = release;
  }

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#unpacked.push(bytes);
    this.#unpackedBytes += bytes.length;
    if (this.#unpackedBytes >= PART_BYTES) this.#pack();
    return Promise.resolve();
  }

  close(): Promise<SavedFileHandle> {
    this.#pack();
    const blob = new Blob(this.#parts, BLOB_TYPE);
    this.#parts = [];
    return Promise.resolve(makeBlobHandle(blob, this.#release));
  }

  abort(): Promise<void> {
    this.#parts = [];
    this.#unpacked = [];
    this.#release();
    return Promise.resolve();
  }

  #pack(): void {
    this.#parts.push(new Blob(this.#unpacked));
    this.#unpacked = [];
    this.#unpackedBytes = 0;
  }
}

/** A blob with a download address, until it is disposed. */
export function makeBlobHandle(
  content: Blob,
  release: () => void,
): SavedFileHandle {
  // The address is of this origin: the browser must not render it as a page.
  const url = URL.createObjectURL(new Blob([content], BLOB_TYPE));
  return {
    url,
    dispose: () => {
      URL.revokeObjectURL(url);
      release();
    },
  };
}
