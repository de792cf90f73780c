/**
 * Storage of recordings: the origin private file system, or where a page cannot
 * write to it, memory with a limit.
 *
 * @module
 */
import type { KeptRecording } from "../engine/call/recording_state.ts";
import { MAX_MEMORY_BYTES } from "../platform/save/memory_file_store.ts";
import { isOpfsWritable } from "../platform/save/opfs_folder.ts";
import {
  RecordingFolder,
  type RecordingInfo,
} from "../platform/save/recording_folder.ts";
import { HEAD_BYTES, withDuration } from "./webm_duration.ts";

/** Target of one recording, and what was written to it. */
export interface RecordingTarget {
  readonly id: string;
  readonly info: RecordingInfo;
  append(chunk: Blob): Promise<void>;
  chunks(): Promise<readonly Blob[]>;
  remove(): Promise<void>;
}

/** A complete recording. */
export interface FinishedRecording extends KeptRecording {
  readonly content: Blob;
  remove(): Promise<void>;
}

/** Opens the storage for a new recording. */
export async function openRecordingTarget(
  info: RecordingInfo,
): Promise<RecordingTarget> {
  if (isOpfsWritable()) {
    try {
      return await RecordingFolder.create(info);
    } catch {
      // A private window may have an OPFS that rejects all use.
    }
  }
  return new MemoryTarget(info);
}

/** Ids of all recordings on disk, those that are running included. */
export async function listRecordings(): Promise<readonly string[]> {
  return isOpfsWritable() ? await RecordingFolder.list() : [];
}

/** Recordings that earlier pages left. */
export async function openLeftRecordings(): Promise<
  readonly FinishedRecording[]
> {
  const recordings: FinishedRecording[] = [];
  for (const id of await listRecordings()) {
    const folder = await RecordingFolder.open(id).catch(() => null);
    if (!folder) continue;
    const endMs = (await folder.chunks()).at(-1)?.lastModified ?? 0;
    const durationMs = Math.max(0, endMs - folder.info.startedAtMs);
    recordings.push(await finishRecording(folder, durationMs));
  }
  return recordings;
}

/**
 * Composes the file.
 *
 * @param unwritten Chunks that the storage refused.
 */
export async function finishRecording(
  target: RecordingTarget,
  durationMs: number,
  unwritten: readonly Blob[] = [],
): Promise<FinishedRecording> {
  const chunks = [...await target.chunks(), ...unwritten];
  const { name, mimeType } = target.info;
  const [first = new Blob()] = chunks;
  const head = new Uint8Array(await first.slice(0, HEAD_BYTES).arrayBuffer());
  const content = new Blob([
    withDuration(head, durationMs),
    first.slice(HEAD_BYTES),
    ...chunks.slice(1),
  ], { type: mimeType });
  return {
    id: target.id,
    name,
    bytes: content.size,
    content,
    remove: () => target.remove(),
  };
}

class MemoryTarget implements RecordingTarget {
  readonly id = crypto.randomUUID();
  readonly info: RecordingInfo;
  #chunks: Blob[] = [];
  #bytes = 0;

  constructor(info: RecordingInfo) {
    this.info = info;
  }

  append(chunk: Blob): Promise<void> {
    if (this.#bytes + chunk.size > MAX_MEMORY_BYTES) {
      const error = new DOMException("Memory is full", "QuotaExceededError");
      return Promise.reject(error);
    }
    this.#bytes += chunk.size;
    this.#chunks.push(chunk);
    return Promise.resolve();
  }

  chunks(): Promise<readonly Blob[]> {
    return Promise.resolve(this.#chunks);
  }

  remove(): Promise<void> {
    this.#chunks = [];
    return Promise.resolve();
  }
}
