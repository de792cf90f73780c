/**
 * Browser functions of file transfers.
 *
 * @module
 */
import type { FilePlatform } from "../engine/files/file_platform.ts";
import { FileWorkerClient } from "./file_worker/file_worker_client.ts";
import { downloadFile } from "./save/download_file.ts";
import { makeSaveTarget } from "./save/save_target.ts";

/** File platform of this browser. */
export function makeFilePlatform(): FilePlatform {
  const worker = new FileWorkerClient();
  return {
    prepare: () => void worker.start(),
    openSource: (file) => worker.openSource(file),
    randomUint32: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    target: makeSaveTarget(worker),
    download: downloadFile,
  };
}
