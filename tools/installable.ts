/**
 * What makes the built page installable: icons, the manifest that names them,
 * the page for a start without a server, and the service worker that keeps it.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { addContentHash, computeContentHash } from "./hashed_name.ts";
import { drawIcon, type IconShape } from "./icons.ts";

type BuiltFiles = Map<string, Uint8Array<ArrayBuffer>>;
type BuiltNames = Map<string, string>;

const CLIENT_DIR = new URL("../client/", import.meta.url);

/** Each icon under the name by which manifest and page ask for it. */
const ICONS: Readonly<Record<string, IconShape>> = {
  "icon-192.png": { size: 192, isFullBleed: false },
  "icon-512.png": { size: 512, isFullBleed: false },
  "maskable-192.png": { size: 192, isFullBleed: true },
  "maskable-512.png": { size: 512, isFullBleed: true },
  // An iPhone rounds the corners itself.
  "touch-180.png": { size: 180, isFullBleed: true },
};

/** Draws the icons into `files`; `names` tells where `./icons/NAME` went. */
export async function addIcons(
  files: BuiltFiles,
  names: BuiltNames,
): Promise<void> {
  const svg = await Deno.readTextFile(new URL("static/icon.svg", CLIENT_DIR));
  for (const [name, shape] of Object.entries(ICONS)) {
    const bytes = Uint8Array.from(drawIcon(svg, shape));
    const path = `assets/${await addContentHash(name, bytes)}`;
    files.set(path, bytes);
    names.set(`./icons/${name}`, `/${path}`);
  }
}

/**
 * Adds what is made of the finished page: the page of a start without a
 * server, which is `index.html` with a mark, and the worker that keeps it with
 * the files that it names.
 *
 * @param shell Addresses of scripts, styles and pictures that the page needs.
 */
export async function addServiceWorker(
  files: BuiltFiles,
  shell: readonly string[],
): Promise<void> {
  const index = new TextDecoder().decode(files.get("index.html"));
  const offline = index.replace(
    '<div id="app">',
    '<div id="app" data-page="offline">',
  );
  if (offline === index) throw new Error("index.html has no #app");
  files.set("offline.html", encodeUtf8(offline));
  const kept = ["/offline.html", ...shell];
  const contents = kept.map((path) =>
    files.get(path.slice(1)) ?? encodeUtf8("")
  );
  const version = await computeContentHash(concatBytes(contents));
  files.set("sw.js", await buildServiceWorker({ version, files: kept }));
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
    target: "es2022",
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
