/**
 * Storage for received files: a location that the person picks, otherwise the
 * origin private file system, otherwise memory.
 *
 * @module
 */
import type {
  FileSink,
  FileSinkRefusal,
  SaveTarget,
} from "../../engine/files/file_platform.ts";
import { isPreviewable } from "../../engine/files/previewable_image.ts";
import { MemoryFileStore } from "./memory_file_store.ts";
import { getSaveFilePicker, openPickedFile } from "./picked_file.ts";
import { isOpfsWritable, OpfsFolder } from "./opfs_folder.ts";

/** Best storage of this browser. */
export function makeSaveTarget(): SaveTarget {
  const memory = new MemoryFileStore();
  const pick = getSaveFilePicker();
  if (pick) {
    return {
      maxBytes: () => Infinity,
      open: async (name, size) => {
        // The chat shows it, which needs its bytes; it is downloaded from there.
        const sink = isPreviewable(name, size) ? memory.open(size) : null;
        return sink ?? await openPickedFile(pick, name) ?? "dismissed";
      },
    };
  }
  if (!isOpfsWritable()) {
    return {
      maxBytes: () => memory.freeBytes,
      open: (_name, size) => Promise.resolve(memory.open(size) ?? "too-big"),
    };
  }
  const folder = new OpfsFolder();
  folder.removeStaleFolders().catch(() => {});
  return {
    maxBytes: () => Infinity,
    open: (_name, size) => openFolderOrMemory(folder, memory, size),
  };
}

async function openFolderOrMemory(
  folder: OpfsFolder,
  memory: MemoryFileStore,
  size: number,
): Promise<FileSink | FileSinkRefusal> {
  try {
    const sink = await folder.open(size);
    if (sink) return sink;
  } catch {
    // A private window may have an OPFS that rejects all use.
  }
  return memory.open(size) ?? "too-big";
}
