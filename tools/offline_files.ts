/**
 * Builds the offline page and the service worker that caches it (W3C Service
 * Workers).
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { computeContentHash } from "./content_hash.ts";

type BuiltFiles = Map<string, Uint8Array<ArrayBuffer>>;

/** Pages and their offline forms. */
const OFFLINE_PAGES = {
  "index.html": "offline.html",
  "room.html": "offline_room.html",
} as const;

const CLIENT_DIR = new URL("../client/", import.meta.url);

/**
 * Adds the offline pages, which are those of `index.html` with
 * `data-page="offline"`, and `sw.js`, which caches them together with the files
 * that they need.
 *
 * @param shell Paths of the scripts, styles and images that the page needs.
 */
export async function addServiceWorker(
  files: BuiltFiles,
  shell: readonly string[],
): Promise<void> {
  const pages = Object.entries(OFFLINE_PAGES).map(([source, path]) => {
    const page = new TextDecoder().decode(files.get(source));
    const offline = page.replace(
      '<div id="app">',
      '<div id="app" data-page="offline">',
    );
    if (offline === page) throw new Error(`${source} has no #app`);
    files.set(path, encodeUtf8(offline));
    return path;
  });
  const cached = [...pages, ...shell];
  const contents = cached.map((path) => files.get(path) ?? encodeUtf8(""));
  const version = await computeContentHash(concatBytes(contents));
  files.set("sw.js", await buildServiceWorker({ version, files: cached }));
}

async function buildServiceWorker(
  shell: { readonly version: string; readonly files: readonly string[] },
): Promise<Uint8Array<ArrayBuffer>> {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [
      fileURLToPath(new URL("service_worker/service_worker.ts", CLIENT_DIR)),
    ],
    bundle: true,
    format: "iife",
    target: ESBUILD_TARGETS,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    define: { MARU_SHELL: JSON.stringify(shell) },
    write: false,
    logLevel: "silent",
  });
  return Uint8Array.from(result.outputFiles[0]?.contents ?? []);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
