/**
 * Bundles the page into `dist/client/`: script and styles with a hash in
 * their names, `index.html` that names them, what makes it installable, and
 * `files.json`, the list from which the server serves. `--watch` builds again
 * on each change.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { addContentHash } from "./hashed_name.ts";
import { addIcons, addServiceWorker } from "./installable.ts";
import preact from "preact" with { type: "text" };
import preactHooks from "preact/hooks" with { type: "text" };
import preactJsx from "preact/jsx-runtime" with { type: "text" };
import uqr from "uqr" with { type: "text" };

/** One file of the page; its address is `/` and `path`. */
export interface ClientFile {
  /** Relative to `dist/client/`, with `/`. */
  readonly path: string;
  /** Media type. */
  readonly type: string;
  /** True when the name has a hash of the content in it. */
  readonly immutable: boolean;
}

/** What `bundle` can be told. */
export interface BundleOptions {
  /** Directory to write to; what it has of earlier builds goes. */
  readonly outDir?: URL;
  /** Writes source maps and leaves the code readable. */
  readonly isDev?: boolean;
}

const CLIENT_DIR = new URL("../client/", import.meta.url);
const SHARED_PROTOCOL = new URL("../signaling/protocol.ts", import.meta.url);
const DEFAULT_OUT_DIR = new URL("../dist/client/", import.meta.url);

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
};

/** npm modules of the page; esbuild itself does not know where Deno keeps them. */
const NPM_MODULES: Readonly<Record<string, string>> = {
  "preact": preact,
  "preact/hooks": preactHooks,
  "preact/jsx-runtime": preactJsx,
  "uqr": uqr,
};

/** Runs in the pages of a developer: loads the page again when it has changed. */
const LIVE_RELOAD_SCRIPT = `
{
  const look = () => fetch("/", { cache: "no-store" }).then((r) => r.text());
  const first = look();
  setInterval(async () => {
    const now = await look().catch(() => first);
    if (now !== await first) location.reload();
  }, 1000);
}`;

/** Ends the process of esbuild, which `bundle` leaves running for the next time. */
export async function stopBundler(): Promise<void> {
  await (await import("esbuild")).stop();
}

/** Builds the page and answers the list that `files.json` holds. */
export async function bundleClient(
  options: BundleOptions = {},
): Promise<ClientFile[]> {
  const outDir = options.outDir ?? DEFAULT_OUT_DIR;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const names = new Map<string, string>();
  await runEsbuild(files, names, options.isDev ?? false);
  await addStaticFiles(files, names);
  const shell = [...names.values()];
  await addIcons(files, names);
  for (const page of ["index.html", "manifest.webmanifest"]) {
    await addWithBuiltNames(page, files, names);
  }
  await addServiceWorker(files, shell);
  const list = [...files.keys()].sort().map((path) => ({
    path,
    type: mediaTypeOf(path),
    immutable: path.startsWith("assets/"),
  }));
  files.set("files.json", encodeUtf8(JSON.stringify(list, null, 2) + "\n"));
  await writeOutput(outDir, files);
  return list;
}

/** Adds what esbuild makes to `files`, and to `names` which source became what. */
async function runEsbuild(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
  isDev: boolean,
): Promise<void> {
  // Not at the top: the mere import asks for permissions.
  const esbuild = await import("esbuild");
  const root = fileURLToPath(CLIENT_DIR);
  const result = await esbuild.build({
    entryPoints: { app: `${root}main.ts`, style: `${root}view/main.css` },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: !isDev,
    sourcemap: isDev ? "external" : false,
    ...(isDev ? { footer: { js: LIVE_RELOAD_SCRIPT } } : {}),
    charset: "utf8",
    legalComments: "none",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    splitting: true,
    outdir: "/assets",
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    write: false,
    metafile: true,
    logLevel: "silent",
    plugins: [npmModulesPlugin],
  });
  for (const { path, contents } of result.outputFiles) {
    files.set(path.slice(1), Uint8Array.from(contents));
  }
  for (
    const [path, { entryPoint }] of Object.entries(result.metafile.outputs)
  ) {
    if (!entryPoint) continue;
    const file = path.slice(path.lastIndexOf("/") + 1);
    names.set(`./${entryPoint}`, `/assets/${file}`);
  }
}

const npmModulesPlugin: Plugin = {
  name: "npm-modules",
  setup(build) {
    build.onResolve({ filter: /^(preact|uqr)/ }, ({ path }) => ({
      path,
      namespace: "npm",
    }));
    // Of this package a small part is used; it may leave out the rest.
    build.onResolve({ filter: /^@noble\/hashes\// }, ({ path }) => ({
      path: fileURLToPath(import.meta.resolve(path)),
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: "npm" }, ({ path }) => {
      const contents = NPM_MODULES[path];
      return contents === undefined
        ? { errors: [{ text: `No module ${path}; add it to tools/bundle.ts` }] }
        : { contents, loader: "js" };
    });
  },
};

async function addStaticFiles(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
): Promise<void> {
  const dir = new URL("static/", CLIENT_DIR);
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.isFile) continue;
    const bytes = await Deno.readFile(new URL(entry.name, dir));
    const name = await addContentHash(entry.name, bytes);
    files.set(`assets/${name}`, bytes);
    names.set(`./static/${entry.name}`, `/assets/${name}`);
  }
}

/** Adds a file, with each `"./source"` in it replaced by its built name. */
async function addWithBuiltNames(
  path: string,
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const text = await Deno.readTextFile(new URL(path, CLIENT_DIR));
  const built = text.replaceAll(/"(\.\/[^"]+)"/g, (_, source: string) => {
    const name = names.get(source);
    if (name === undefined) {
      throw new Error(`${path} names a file that is not there: ${source}`);
    }
    return `"${name}"`;
  });
  files.set(path, encodeUtf8(built));
}

/** Writes all files, then removes what earlier builds left. */
async function writeOutput(
  outDir: URL,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await Deno.mkdir(new URL("assets/", outDir), { recursive: true });
  for (const [path, bytes] of files) {
    await Deno.writeFile(new URL(path, outDir), bytes);
  }
  for (const folder of ["", "assets/"]) {
    for await (const entry of Deno.readDir(new URL(folder, outDir))) {
      const path = folder + entry.name;
      if (entry.isFile && !files.has(path)) {
        await Deno.remove(new URL(path, outDir));
      }
    }
  }
}

function mediaTypeOf(path: string): string {
  return MEDIA_TYPES[path.slice(path.lastIndexOf(".") + 1)] ??
    "application/octet-stream";
}

function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Builds again after each change of a source, until the process ends. */
async function watchSources(): Promise<void> {
  const paths = [CLIENT_DIR, SHARED_PROTOCOL].map((url) => fileURLToPath(url));
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const _ of Deno.watchFs(paths, { recursive: true })) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      bundleClient({ isDev: true }).then(printResult, printResult);
    }, 50);
  }
}

function printResult(result: ClientFile[] | Error): void {
  const text = result instanceof Error
    ? `Cannot bundle the client: ${result.message}`
    : `Bundled the client: ${result.length} files`;
  // deno-lint-ignore no-console
  console.log(text);
}

if (import.meta.main) {
  const isWatching = Deno.args.includes("--watch");
  try {
    printResult(await bundleClient({ isDev: isWatching }));
    if (isWatching) await watchSources();
  } catch (error) {
    printResult(error instanceof Error ? error : new Error(String(error)));
    Deno.exitCode = 1;
  } finally {
    await stopBundler();
  }
}
