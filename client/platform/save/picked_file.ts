/**
 * Saves a received file to a chosen location (File System Access). The browser
 * writes to a temporary file that replaces the chosen one at the end, so a
 * failed transfer leaves no partial file.
 *
 * @module
 */
import type { FileSink } from "../../engine/files/file_platform.ts";
import type { SinkOpener } from "../file_worker/file_worker_client.ts";

/** The handle with a method that is newer than the types. */
type SaveFileHandle = FileSystemFileHandle & { remove?(): Promise<void> };
type SaveFilePicker = (
  options: { suggestedName: string },
) => Promise<SaveFileHandle>;

/** Save dialog of the browser, or null where there is none. */
export function getSaveFilePicker(): SaveFilePicker | null {
  const picker: unknown = Reflect.get(globalThis, "showSaveFilePicker");
  return isSaveFilePicker(picker) ? picker : null;
}

function isSaveFilePicker(value: unknown): value is SaveFilePicker {
  return typeof value === "function";
}

/** Opens the save dialog; null when the person cancels. */
export async function openPickedFile(
  worker: SinkOpener,
  pick: SaveFilePicker,
  suggestedName: string,
): Promise<FileSink | null> {
  let handle: SaveFileHandle;
  try {
    handle = await pick({ suggestedName });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      return null;
    }
    throw error;
  }
  const isNew = (await handle.getFile()).size === 0;
  return await worker.openSink({ kind: "picked", handle }, {
    saved: () => Promise.resolve({ url: null, dispose: () => {} }),
    discarded: async () => {
      // The dialog created an empty file; an existing one stays.
      if (isNew) await handle.remove?.();
    },
  });
}
