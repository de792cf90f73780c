/**
 * Received files in the origin private file system (OPFS), for browsers
 * without a save dialog. Each page has a folder and holds a lock of the same
 * name; a folder without a lock is stale and is removed.
 *
 * @module
 */
import type { FileSink } from "../../engine/files/file_platform.ts";
import type { SinkOpener } from "../file_worker/file_worker_client.ts";
import { holdLock } from "./hold_lock.ts";
import { makeBlobHandle } from "./memory_file_store.ts";

const FOLDER_PREFIX = "maru-files-";

/** True when this browser has an OPFS, to which workers can write. */
export function hasOpfs(): boolean {
  return "storage" in navigator && "locks" in navigator &&
    "getDirectory" in navigator.storage;
}

/** True when a page, too, can write to the OPFS, by streams. */
export function isOpfsWritable(): boolean {
  return hasOpfs() && "FileSystemFileHandle" in globalThis &&
    "createWritable" in FileSystemFileHandle.prototype;
}

/** Bytes that the origin may still store, where the browser estimates them. */
async function estimateFreeBytes(): Promise<number> {
  if (!("estimate" in navigator.storage)) return Infinity;
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return quota - usage;
}

/** Folder of this page. */
export class OpfsFolder {
  readonly #name = FOLDER_PREFIX + crypto.randomUUID();
  readonly #worker: SinkOpener;
  #folder: Promise<FileSystemDirectoryHandle> | null = null;
  #count = 0;

  constructor(worker: SinkOpener) {
    this.#worker = worker;
  }

  /** Sink for one file, or null when the quota is too small. */
  async open(size: number): Promise<FileSink | null> {
    if (size > await estimateFreeBytes()) return null;
    const folder = await (this.#folder ??= this.#createFolder());
    const name = String(this.#count++);
    const handle = await folder.getFileHandle(name, { create: true });
    const remove = () => folder.removeEntry(name).catch(() => {});
    try {
      return await this.#worker.openSink({ kind: "private", handle }, {
        saved: async () => makeBlobHandle(await handle.getFile(), remove),
        discarded: remove,
      });
    } catch (error) {
      await remove();
      throw error;
    }
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
    await holdLock(this.#name);
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(this.#name, { create: true });
  }
}
