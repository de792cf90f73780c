/**
 * Addresses of the files of background and noise suppression, which the build
 * copies from npm packages. None is loaded before its feature is switched on.
 *
 * @module
 */
import { BASE_URL } from "../engine/base_url.ts";

/** Paths below the start page. */
export interface ProcessingFiles {
  /** Script of the worker. */
  readonly worker: string;
  /** WebAssembly of the segmentation. */
  readonly wasm: string;
  readonly graph: string;
  readonly landscape: string;
  readonly portrait: string;
  /** AudioWorklet of the noise suppression, and its WebAssembly. */
  readonly noiseWorklet: string;
  readonly noiseWasm: string;
}

/** Set by `tools/bundle.ts`. */
declare const MARU_PROCESSING_FILES: ProcessingFiles;

/** Newer than the types of browsers, and not in all of them. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
};

/** The paths of this build. */
export const processingFiles: ProcessingFiles = MARU_PROCESSING_FILES;

/** Marks the address of a file of the build as trusted, where Trusted Types exist. */
export function trustScriptUrl(path: string): string {
  const url = new URL(path, BASE_URL).href;
  if (typeof trustedTypes === "undefined") return url;
  const own = Object.values(processingFiles)
    .map((file) => new URL(file, BASE_URL).href);
  return trustedTypes.createPolicy("maru-processing", {
    createScriptURL: (asked) => {
      if (own.includes(asked)) return asked;
      throw new TypeError(`Not a file of this page: ${asked}`);
    },
  }).createScriptURL(url);
}
