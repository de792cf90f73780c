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
import type { SinkOpener } from "../file_worker/file_worker_client.ts";
import { MemoryFileStore } from "./memory_file_store.ts";
import { getSaveFilePicker, openPickedFile } from "./picked_file.ts";
import { hasOpfs, OpfsFolder } from "./opfs_folder.ts";

/** Best storage of this browser. */
export function makeSaveTarget(worker: SinkOpener): SaveTarget {
  const memory = new MemoryFileStore(worker);
  const pick = getSaveFilePicker();
  if (pick) {
    return {
      maxBytes: () => Infinity,
      open: async (name, size) => {
        // The chat shows it, which needs its bytes; it is downloaded from there.
        const sink = isPreviewable(name, size) ? await memory.open(size) : null;
        return sink ?? await openPickedFile(worker, pick, name) ?? "dismissed";
      },
    };
  }
  if (!hasOpfs()) {
    return {
      maxBytes: () => memory.freeBytes,
      open: async (_name, size) => await memory.open(size) ?? "too-big",
    };
  }
  const folder = new OpfsFolder(worker);
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
  return await memory.open(size) ?? "too-big";
}
