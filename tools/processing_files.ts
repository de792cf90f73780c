/**
 * Files of background and noise suppression: the worker with MediaPipe's module
 * in front of it, and the WebAssembly and models of npm packages. A page loads
 * them when the feature is switched on, so they are in no cache before.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { addContentHash } from "./content_hash.ts";
// Read as text to have both packages in the cache of Deno.
import segmenterModule from "@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js" with {
  type: "text",
};
import noiseWorklet from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js" with {
  type: "text",
};

type BuiltFiles = Map<string, Uint8Array<ArrayBuffer>>;

const SEGMENTER = "@mediapipe/selfie_segmentation/";
/** All supported browsers have the SIMD instructions of WebAssembly. */
const PACKAGE_FILES = {
  wasm: `${SEGMENTER}selfie_segmentation_solution_simd_wasm_bin.wasm`,
  graph: `${SEGMENTER}selfie_segmentation.binarypb`,
  landscape: `${SEGMENTER}selfie_segmentation_landscape.tflite`,
  portrait: `${SEGMENTER}selfie_segmentation.tflite`,
  noiseWasm: "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm",
} as const;

const WORKER_SOURCE = new URL(
  "../client/platform/background/background_worker.ts",
  import.meta.url,
);

/** Adds all files to `files`, and resolves to their paths by name. */
export async function addProcessingFiles(
  files: BuiltFiles,
  isDev: boolean,
): Promise<Readonly<Record<string, string>>> {
  const paths: Record<string, string> = {};
  const add = async (name: string, file: string, bytes: BuiltFile) => {
    paths[name] = `assets/${await addContentHash(file, bytes)}`;
    files.set(paths[name], bytes);
  };
  for (const [name, specifier] of Object.entries(PACKAGE_FILES)) {
    const bytes = await Deno.readFile(new URL(import.meta.resolve(specifier)));
    await add(name, specifier.slice(specifier.lastIndexOf("/") + 1), bytes);
  }
  await add("worker", "background_worker.js", await buildWorker(isDev));
  await add(
    "noiseWorklet",
    "noise_worklet.js",
    encodeUtf8(withoutSourceMap(noiseWorklet)),
  );
  return paths;
}

type BuiltFile = Uint8Array<ArrayBuffer>;

async function buildWorker(isDev: boolean): Promise<BuiltFile> {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [fileURLToPath(WORKER_SOURCE)],
    bundle: true,
    format: "iife",
    target: ESBUILD_TARGETS,
    minify: !isDev,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    banner: { js: segmenterModule },
    write: false,
    logLevel: "silent",
  });
  return Uint8Array.from(result.outputFiles[0]?.contents ?? []);
}

function withoutSourceMap(script: string): string {
  return script.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
}

function encodeUtf8(text: string): BuiltFile {
  return new TextEncoder().encode(text);
}
