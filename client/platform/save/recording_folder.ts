/**
 * Recordings in the origin private file system (OPFS). Each is a folder with a
 * file for each chunk, closed after it is written: what is there plays also
 * after a crash. A page holds a lock with the name of the folder, so that no
 * other page offers it.
 *
 * @module
 */
import { asRecord } from "../../engine/json.ts";
import { holdLock } from "./hold_lock.ts";

const FOLDER_PREFIX = "maru-recording-";
const INFO_FILE = "recording.json";
/** Digits of a chunk's number, so that names sort. */
const NUMBER_DIGITS = 8;

/** Name and format of a recording. */
export interface RecordingInfo {
  readonly name: string;
  readonly mimeType: string;
  /** Start in Unix milliseconds. */
  readonly startedAtMs: number;
}

/** Folder of one recording. */
export class RecordingFolder {
  readonly id: string;
  readonly info: RecordingInfo;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #unlock: () => void;
  #count = 0;

  private constructor(
    id: string,
    info: RecordingInfo,
    folder: FileSystemDirectoryHandle,
    unlock: () => void,
  ) {
    this.id = id;
    this.info = info;
    this.#folder = folder;
    this.#unlock = unlock;
  }

  /** A new folder. */
  static async create(info: RecordingInfo): Promise<RecordingFolder> {
    const id = FOLDER_PREFIX + crypto.randomUUID();
    const unlock = await holdLock(id);
    if (!unlock) throw new Error("The lock of a new recording is taken");
    try {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle(id, { create: true });
      await writeFile(folder, INFO_FILE, JSON.stringify(info));
      return new RecordingFolder(id, info, folder, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Opens a folder that an earlier page left; null while a page uses it. */
  static async open(id: string): Promise<RecordingFolder | null> {
    const unlock = await holdLock(id);
    if (!unlock) return null;
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(id);
    const info = await readInfo(folder);
    const found = info && new RecordingFolder(id, info, folder, unlock);
    if (found && (await found.chunks()).length > 0) return found;
    // The page was closed before the first chunk.
    await root.removeEntry(id, { recursive: true });
    unlock();
    return null;
  }

  /** Ids of all folders. */
  static async list(): Promise<readonly string[]> {
    const root = await navigator.storage.getDirectory();
    const ids: string[] = [];
    for await (const name of root.keys()) {
      if (name.startsWith(FOLDER_PREFIX)) ids.push(name);
    }
    return ids;
  }

  /** Writes a chunk to a file of its own. */
  async append(chunk: Blob): Promise<void> {
    const name = String(this.#count++).padStart(NUMBER_DIGITS, "0");
    await writeFile(this.#folder, name, chunk);
  }

  /** All chunks in order; files on disk, not bytes in memory. */
  async chunks(): Promise<readonly File[]> {
    const names: string[] = [];
    for await (const name of this.#folder.keys()) {
      if (name !== INFO_FILE) names.push(name);
    }
    return await Promise.all(
      names.sort().map(async (name) =>
        await (await this.#folder.getFileHandle(name)).getFile()
      ),
    );
  }

  /** Deletes the recording. */
  async remove(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(this.id, { recursive: true });
    this.#unlock();
  }
}

async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Blob | string,
): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  try {
    await writable.write(content);
    await writable.close();
  } catch (error) {
    await folder.removeEntry(name).catch(() => {});
    throw error;
  }
}

async function readInfo(
  folder: FileSystemDirectoryHandle,
): Promise<RecordingInfo | null> {
  try {
    const file = await (await folder.getFileHandle(INFO_FILE)).getFile();
    const record = asRecord(JSON.parse(await file.text()));
    const { name, mimeType, startedAtMs } = record ?? {};
    const isComplete = typeof name === "string" &&
      typeof mimeType === "string" && typeof startedAtMs === "number";
    return isComplete ? { name, mimeType, startedAtMs } : null;
  } catch {
    return null;
  }
}
