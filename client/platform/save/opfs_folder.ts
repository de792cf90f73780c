/**
 * Received files in the origin private file system (OPFS), for browsers
 * without a save dialog. Each page has a folder and holds a lock of the same
 * name; a folder without a lock is stale and is removed.
 *
 * @module
 */
import type { FileSink } from "../../engine/files/file_platform.ts";
import { makeBlobHandle } from "./memory_file_store.ts";

const FOLDER_PREFIX = "maru-files-";

/** True when a page can write to the OPFS of this browser. */
export function isOpfsWritable(): boolean {
  return "storage" in navigator && "locks" in navigator &&
    "getDirectory" in navigator.storage &&
    "FileSystemFileHandle" in globalThis &&
    "createWritable" in FileSystemFileHandle.prototype;
}

/** Folder of this page. */
export class OpfsFolder {
  readonly #name = FOLDER_PREFIX + crypto.randomUUID();
  #folder: Promise<FileSystemDirectoryHandle> | null = null;
  #count = 0;

  /** Sink for one file, or null when the quota is too small. */
  async open(size: number): Promise<FileSink | null> {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    if (size > quota - usage) return null;
    const folder = await (this.#folder ??= this.#createFolder());
    const name = String(this.#count++);
    const handle = await folder.getFileHandle(name, { create: true });
    const remove = () => void folder.removeEntry(name).catch(() => {});
    const writable = await handle.createWritable();
    return {
      write: (bytes) => writable.write(bytes),
      close: async () => {
        await writable.close();
        return makeBlobHandle(await handle.getFile(), remove);
      },
      abort: async () => {
        await writable.abort().catch(() => {});
        remove();
      },
    };
  }

  /** Removes the folders of closed pages. */
  async removeStaleFolders(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys()) {
      if (!name.startsWith(FOLDER_PREFIX)) continue;
      await navigator.locks.request(
        name,
        { ifAvailable: true },
        (lock) => lock && root.removeEntry(name, { recursive: true }),
      );
    }
  }

  async #createFolder(): Promise<FileSystemDirectoryHandle> {
    await this.#acquireLock();
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(this.#name, { create: true });
  }

  /** Holds the lock until the page is closed. */
  #acquireLock(): Promise<void> {
    return new Promise((resolve, reject) => {
      navigator.locks.request(this.#name, () => {
        resolve();
        return new Promise(() => {});
      }).catch(reject);
    });
  }
}
