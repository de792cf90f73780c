/**
 * Browser functions of file transfers.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { FilePlatform } from "../engine/files/file_platform.ts";
import { downloadFile } from "./save/download_file.ts";
import { makeSaveTarget } from "./save/save_target.ts";

/** File platform of this browser. */
export function makeFilePlatform(): FilePlatform {
  return {
    makeHash: () => sha256.create(),
    randomUint32: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    target: makeSaveTarget(),
    download: downloadFile,
  };
}
