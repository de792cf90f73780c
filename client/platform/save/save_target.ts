/**
 * Chooses where received files go: the place that the person picks, else the
 * site's own folder on the disk, else memory with a cap.
 *
 * @module
 */
import type {
  SaveTarget,
  Sink,
  SinkRefusal,
} from "../../engine/files/file_platform.ts";
import { MemoryStore } from "./memory_store.ts";
import { pickFile, savePicker } from "./picked_file.ts";
import { hasPrivateFolder, PrivateFolder } from "./private_folder.ts";

/** The best that this browser has. */
export function makeSaveTarget(): SaveTarget {
  const memory = new MemoryStore();
  const pick = savePicker();
  if (pick) {
    return {
      maxBytes: () => Infinity,
      open: async (name) => await pickFile(pick, name) ?? "dismissed",
    };
  }
  if (!hasPrivateFolder()) {
    return {
      maxBytes: () => memory.freeBytes,
      open: (_name, size) => Promise.resolve(memory.open(size) ?? "too-big"),
    };
  }
  const folder = new PrivateFolder();
  folder.sweep().catch(() => {});
  return {
    maxBytes: () => Infinity,
    open: (_name, size) => openFolder(folder, memory, size),
  };
}

async function openFolder(
  folder: PrivateFolder,
  memory: MemoryStore,
  size: number,
): Promise<Sink | SinkRefusal> {
  try {
    const sink = await folder.open(size);
    if (sink) return sink;
  } catch {
    // A private window may have the folder and not let it be used.
  }
  return memory.open(size) ?? "too-big";
}
