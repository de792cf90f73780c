/**
 * Writes a received file to where the person wants it (File System Access).
 * The bytes go to a file beside it, which takes its place at the end; so a
 * transfer that fails leaves nothing half-written.
 *
 * @module
 */
import type { FileSink } from "../../engine/files/file_platform.ts";

/** The handle, with what the standard library does not know of it yet. */
type SaveFileHandle = FileSystemFileHandle & { remove?(): Promise<void> };
type SaveFilePicker = (
  options: { suggestedName: string },
) => Promise<SaveFileHandle>;

/** The browser's dialog, or null where there is none. */
export function getSaveFilePicker(): SaveFilePicker | null {
  const picker: unknown = Reflect.get(globalThis, "showSaveFilePicker");
  return isSaveFilePicker(picker) ? picker : null;
}

function isSaveFilePicker(value: unknown): value is SaveFilePicker {
  return typeof value === "function";
}

/** Asks where to save; null when the person does not want to any more. */
export async function openPickedFile(
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
  const writable = await handle.createWritable();
  return {
    write: (bytes) => writable.write(bytes),
    close: async () => {
      await writable.close();
      return { url: null, dispose: () => {} };
    },
    abort: async () => {
      await writable.abort().catch(() => {});
      // The dialog made an empty file; one that was there before stays.
      if (isNew) await handle.remove?.();
    },
  };
}
