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
import type { SinkOpener } from "../file_worker/file_worker_client.ts";

/** Cap on all files together. */
export const MAX_MEMORY_BYTES = 256 * 1_048_576;
/** Type that a browser never renders as a page. */
const BLOB_TYPE = { type: "application/octet-stream" };

/** All files in memory. */
export class MemoryFileStore {
  readonly #worker: SinkOpener;
  #usedBytes = 0;

  constructor(worker: SinkOpener) {
    this.#worker = worker;
  }

  /** Number of free bytes. */
  get freeBytes(): number {
    return MAX_MEMORY_BYTES - this.#usedBytes;
  }

  /** Sink for one file, or null when it does not fit. */
  async open(size: number): Promise<FileSink | null> {
    if (size > this.freeBytes) return null;
    this.#usedBytes += size;
    let isReserved = true;
    const release = () => {
      if (isReserved) this.#usedBytes -= size;
      isReserved = false;
    };
    try {
      return await this.#worker.openSink({ kind: "memory" }, {
        saved: (content) =>
          Promise.resolve(makeBlobHandle(content ?? new Blob(), release)),
        discarded: () => Promise.resolve(release()),
      });
    } catch (error) {
      release();
      throw error;
    }
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
