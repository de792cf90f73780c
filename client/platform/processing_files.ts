/**
 * Addresses of the files of background and noise suppression, which the build
 * copies from npm packages. None is loaded before its feature is switched on.
 *
 * @module
 */

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

/** The paths of this build. */
export const processingFiles: ProcessingFiles = MARU_PROCESSING_FILES;
