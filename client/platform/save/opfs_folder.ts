/**
 * Keeps received files in the folder that the browser gives a site for itself
 * (OPFS), so that they go to disk where the person cannot be asked for a place
 * first. Each page has a folder of its own and holds a lock of the same name;
 * a folder whose lock nobody holds was left behind, and goes.
 *
 * @module
 */
import type { FileSink } from "../../engine/files/file_platform.ts";
import { makeBlobHandle } from "./memory_file_store.ts";

const FOLDER_PREFIX = "maru-files-";

/** True when this browser can write into such a folder from a page. */
export function isOpfsWritable(): boolean {
  return "storage" in navigator && "locks" in navigator &&
    "getDirectory" in navigator.storage &&
    "FileSystemFileHandle" in globalThis &&
    "createWritable" in FileSystemFileHandle.prototype;
}

/** The folder of this page. */
export class OpfsFolder {
  readonly #name = FOLDER_PREFIX + crypto.randomUUID();
  #folder: Promise<FileSystemDirectoryHandle> | null = null;
  #count = 0;

  /** A place for one file, or null when the disk has no room for it. */
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

  /** Removes the folders of pages that are no more. */
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

  /** Takes the lock for as long as the page lives. */
  #acquireLock(): Promise<void> {
    return new Promise((resolve, reject) => {
      navigator.locks.request(this.#name, () => {
        resolve();
        return new Promise(() => {});
      }).catch(reject);
    });
  }
}
