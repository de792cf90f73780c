/**
 * Keeps received files in the browser's blobs, for a browser that lets a page
 * write nowhere. A blob can move to disk; arrays of the page could not. Still
 * it counts as memory, so there is a cap on all of it together.
 *
 * @module
 */
import type {
  FileSink,
  SavedFileHandle,
} from "../../engine/files/file_platform.ts";

/** Most that is kept at a time, of all files together. */
export const MAX_MEMORY_BYTES = 256 * 1_048_576;
/** Bytes that become one blob. */
const PART_BYTES = 4 * 1_048_576;
/** Never shown in the page, whatever its name says. */
const BLOB_TYPE = { type: "application/octet-stream" };

/** All files that are kept in memory. */
export class MemoryFileStore {
  #usedBytes = 0;

  /** Bytes that there still is room for. */
  get freeBytes(): number {
    return MAX_MEMORY_BYTES - this.#usedBytes;
  }

  /** A place for one file, or null when there is no room for it. */
  open(size: number): FileSink | null {
    if (size > this.freeBytes) return null;
    this.#usedBytes += size;
    let isHeld = true;
    return new MemorySink(() => {
      if (isHeld) this.#usedBytes -= size;
      isHeld = false;
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

/** A blob behind an address, until it is let go. */
export function makeBlobHandle(
  content: Blob,
  release: () => void,
): SavedFileHandle {
  // An address of this page's origin: the browser must not take it for a page.
  const url = URL.createObjectURL(new Blob([content], BLOB_TYPE));
  return {
    url,
    dispose: () => {
      URL.revokeObjectURL(url);
      release();
    },
  };
}
