/**
 * Bundles the page into `dist/client/`: scripts and styles with a content hash
 * in their names, `index.html`, manifest, icons, service worker, client library, compressed
 * forms of each, and `files.json`, which lists them for the server. `--watch`
 * builds again on each change.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Metafile, Plugin } from "esbuild";
import denoJson from "../deno.json" with { type: "json" };
import { compressForms, type ContentCoding } from "./compressed_forms.ts";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { computeBuildHash } from "./build_hash.ts";
import { addContentHash } from "./content_hash.ts";
import { addPages } from "./html_pages.ts";
import { addLibrary } from "./library_files.ts";
import { buildLearnSandbox } from "./learn_sandbox.ts";
import { addProcessingFiles } from "./processing_files.ts";
import { npmModulesPlugin, textStylesPlugin } from "./esbuild_plugins.ts";
import { findSharedModules, sharedChunkPlugin } from "./shared_chunk.ts";
import { buildStartGuard } from "./start_guard.ts";
import { addServiceWorker } from "./offline_files.ts";

/** One file of the page, served at `/` and its `path`. */
export interface ClientFile {
  /** Path below `dist/client/`, with `/`. */
  readonly path: string;
  /** Media type. */
  readonly type: string;
  /** True when the name contains a hash of the content. */
  readonly immutable: boolean;
  /** Codings of the forms that lie beside it, as `path.br` and `path.gzip`. */
  readonly codings: readonly ContentCoding[];
}

/** Options of {@linkcode bundleClient}. */
export interface BundleOptions {
  /** Directory to write to; files of earlier builds in it are removed. */
  readonly outDir?: URL;
  /** Writes source maps, keeps the code readable and compresses nothing. */
  readonly isDev?: boolean;
}

const CLIENT_DIR = new URL("../client/", import.meta.url);
const SHARED_FILES = [
  "protocol.ts",
  "room_name.ts",
  "display_name.ts",
].map((name) => new URL(`../signaling/${name}`, import.meta.url));
const DEFAULT_OUT_DIR = new URL("../dist/client/", import.meta.url);

/** Lists the hashes of all files; `/check` shows that of the build. */
const BUILD_FILE = "build.json";
const FILE_WORKER = "./platform/file_worker/file_worker.ts";
const MAIN_SCRIPT = "./main.ts";
const CHECK_SCRIPT = "./check.ts";
const CHECK_STYLE = "./view/check/check.css";
const LEARN_SCRIPT = "./learn.ts";
const LEARN_STYLE = "./view/learn/learn.css";
/** Starts of pages that a call does not need. */
const OTHER_STARTS: readonly string[] = [
  CHECK_SCRIPT,
  CHECK_STYLE,
  LEARN_SCRIPT,
  LEARN_STYLE,
];

/** Starts of the paths of modules that are loaded for background or noise suppression. */
const PROCESSING_MODULES = [
  "./platform/background/",
  "./platform/noise/",
  "./view/devices/background_picker",
];

/** Script of pages that embed a call, which people read: served as it is. */
const EMBED_SCRIPT = new URL("embed/embed.js", CLIENT_DIR);

/** Style of the pages that the server renders; they know it by a fixed name. */
const SERVER_PAGE_STYLE = "view/server_page.css";

/**
 * First line of each script: Chromium compiles all functions while it loads the
 * file, on another thread, instead of at their first calls, when a join is
 * rendered (V8's explicit compile hints). Other browsers ignore it.
 */
const COMPILE_HINT = "//# allFunctionsCalledOnLoad";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  ts: "text/typescript; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
};

/** Script of development builds: reloads the page when its document changes. */
const LIVE_RELOAD_SCRIPT = `
{
  const load = () =>
    fetch(location.href, { cache: "no-store" }).then((r) => r.text());
  const first = load();
  setInterval(async () => {
    const now = await load().catch(() => first);
    if (now !== await first) location.reload();
  }, 1000);
}`;

/** Ends the process of esbuild, which {@linkcode bundleClient} keeps for the next build. */
export async function stopBundler(): Promise<void> {
  await (await import("esbuild")).stop();
}

/** Builds the page and returns the rows of `files.json`. */
export async function bundleClient(
  options: BundleOptions = {},
): Promise<ClientFile[]> {
  const outDir = options.outDir ?? DEFAULT_OUT_DIR;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const names = new Map<string, string>();
  const isDev = options.isDev ?? false;
  const processing = await addProcessingFiles(files, isDev);
  const preloads = await addScripts(files, names, processing, isDev);
  const guard = await buildStartGuard();
  await addHashed("start_guard.js", "./start_guard.ts", guard, files, names);
  await addStaticFiles(files, names);
  await addLibrary(files, isDev);
  files.set("learn_sandbox.html", await buildLearnSandbox());
  files.set("embed.js", await Deno.readFile(EMBED_SCRIPT));
  await addPages(files, names, preloads);
  await addServiceWorker(files, listShell(names, preloads));
  const build = await computeBuildHash(denoJson.version, files);
  files.set(BUILD_FILE, encodeUtf8(JSON.stringify(build, null, 2) + "\n"));
  const list = await listFiles(files, isDev);
  files.set("files.json", encodeUtf8(JSON.stringify(list, null, 2) + "\n"));
  await writeOutput(outDir, files);
  return list;
}

/** Describes all files and adds their compressed forms to `files`. */
async function listFiles(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  isDev: boolean,
): Promise<ClientFile[]> {
  const list: ClientFile[] = [];
  for (const [path, body] of [...files].sort(([a], [b]) => a < b ? -1 : 1)) {
    const type = mediaTypeOf(path);
    const forms = isDev ? new Map() : await compressForms(body, type);
    for (const [coding, form] of forms) files.set(`${path}.${coding}`, form);
    list.push({
      path,
      type,
      immutable: path.startsWith("assets/"),
      codings: [...forms.keys()],
    });
  }
  return list;
}

/**
 * Files that the service worker caches: all but images, the starts of other
 * pages and what a page loads when background or noise suppression is switched on.
 */
function listShell(
  names: ReadonlyMap<string, string>,
  preloads: ReadonlyMap<string, readonly string[]>,
): string[] {
  const cached = [...names].filter(([source, path]) =>
    !OTHER_STARTS.includes(source) &&
    !path.endsWith(".png") &&
    !PROCESSING_MODULES.some((start) => source.startsWith(start))
  );
  return [
    ...cached.map(([, path]) => path),
    ...preloads.get(MAIN_SCRIPT) ?? [],
  ];
}

/**
 * Adds scripts and styles to `files`, and their paths by source to `names`.
 * Resolves to the files that each script of a document imports. The check and
 * `/learn` are bundled alone: with chunks that they share with the page,
 * visitors of a call would load code that only those run.
 */
async function addScripts(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
  processing: Readonly<Record<string, string>>,
  isDev: boolean,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const root = fileURLToPath(CLIENT_DIR);
  await runEsbuild(files, names, {
    entryPoints: { file_worker: `${root}${FILE_WORKER.slice(2)}` },
    isDev,
  });
  const script = { app: `${root}main.ts` };
  const plugins: Plugin[] = [];
  if (!isDev) {
    const trial = await runEsbuild(new Map(), new Map(names), {
      entryPoints: script,
      processing,
      isDev,
    });
    const shared = findSharedModules(trial, listImports(trial, "main.ts"));
    plugins.push(sharedChunkPlugin(shared, root));
  }
  const page = await runEsbuild(files, names, {
    entryPoints: {
      ...script,
      style: `${root}view/main.css`,
      check: `${root}view/check/check.css`,
      page: `${root}${SERVER_PAGE_STYLE}`,
    },
    plugins,
    processing,
    isDev,
  });
  const check = await runEsbuild(files, names, {
    entryPoints: { check: `${root}check.ts` },
    chunkPrefix: "check-",
    isDev,
  });
  // Of their chunks, nothing but the start is known by name.
  const learnNames = new Map(names);
  const learn = await runEsbuild(files, learnNames, {
    entryPoints: {
      learn: `${root}learn.ts`,
      learn_style: `${root}view/learn/learn.css`,
    },
    chunkPrefix: "learn-",
    isDev,
  });
  for (const source of [LEARN_SCRIPT, LEARN_STYLE]) {
    names.set(source, learnNames.get(source) ?? "");
  }
  return new Map([
    [MAIN_SCRIPT, listImports(page, "main.ts")],
    [CHECK_SCRIPT, listImports(check, "check.ts")],
    [LEARN_SCRIPT, listImports(learn, "learn.ts")],
  ]);
}

interface EsbuildRun {
  /** Source of each output, by its name. */
  readonly entryPoints: Readonly<Record<string, string>>;
  /** Start of the names of chunks. */
  readonly chunkPrefix?: string;
  /** Paths of the files of background and noise suppression. */
  readonly processing?: Readonly<Record<string, string>>;
  readonly plugins?: readonly Plugin[];
  readonly isDev: boolean;
}

/** Adds the output of one run of esbuild. */
async function runEsbuild(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
  { entryPoints, chunkPrefix = "", processing = {}, plugins = [], isDev }:
    EsbuildRun,
): Promise<Metafile> {
  // Imported here because the import alone needs permissions.
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints,
    loader: { ".svg": "dataurl" },
    absWorkingDir: fileURLToPath(CLIENT_DIR),
    bundle: true,
    format: "esm",
    target: ESBUILD_TARGETS,
    // esbuild takes them for unsupported, since Unicode grows.
    supported: { "regexp-unicode-property-escapes": true },
    minify: !isDev,
    sourcemap: isDev ? "external" : false,
    ...(isDev ? { footer: { js: LIVE_RELOAD_SCRIPT } } : {}),
    banner: { js: COMPILE_HINT },
    charset: "utf8",
    legalComments: "none",
    entryNames: "[name]-[hash]",
    chunkNames: `${chunkPrefix}[name]-[hash]`,
    splitting: true,
    outdir: "/assets",
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    write: false,
    metafile: true,
    define: {
      __MARU_VERSION__: JSON.stringify(denoJson.version),
      MARU_PROCESSING_FILES: JSON.stringify(processing),
      MARU_FILE_WORKER: JSON.stringify(names.get(FILE_WORKER) ?? ""),
    },
    logLevel: "silent",
    plugins: [...plugins, npmModulesPlugin, textStylesPlugin(isDev)],
  });
  for (const { path, contents } of result.outputFiles) {
    files.set(path.slice(1), Uint8Array.from(contents));
  }
  for (
    const [path, { entryPoint }] of Object.entries(result.metafile.outputs)
  ) {
    if (!entryPoint) continue;
    const file = path.slice(path.lastIndexOf("/") + 1);
    if (entryPoint === SERVER_PAGE_STYLE) {
      moveFile(files, `assets/${file}`, "page.css");
      continue;
    }
    const source = `./${entryPoint}`;
    // Texts of a language are in both bundles.
    names.set(
      names.has(source) ? `${source}?${chunkPrefix}` : source,
      `assets/${file}`,
    );
  }
  return result.metafile;
}

/** Built files that an entry imports at once, directly or through others. */
function listImports(metafile: Metafile, entry: string): string[] {
  const { outputs } = metafile;
  const found = Object.keys(outputs)
    .filter((path) => outputs[path]?.entryPoint === entry);
  for (const output of found) {
    for (const { path, kind } of outputs[output]?.imports ?? []) {
      if (kind === "import-statement" && !found.includes(path)) {
        found.push(path);
      }
    }
  }
  return found.slice(1)
    .map((path) => `assets/${path.slice(path.lastIndexOf("/") + 1)}`);
}

function moveFile(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  from: string,
  to: string,
): void {
  const content = files.get(from);
  if (!content) throw new Error(`The build has no ${from}`);
  files.delete(from);
  files.set(to, content);
}

async function addStaticFiles(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
): Promise<void> {
  const dir = new URL("static/", CLIENT_DIR);
  for await (const entry of Deno.readDir(dir)) {
    if (!entry.isFile) continue;
    const bytes = await Deno.readFile(new URL(entry.name, dir));
    await addHashed(entry.name, `./static/${entry.name}`, bytes, files, names);
  }
}

/** Adds a file under a name with a hash of its content. */
async function addHashed(
  file: string,
  source: string,
  bytes: Uint8Array<ArrayBuffer>,
  files: Map<string, Uint8Array<ArrayBuffer>>,
  names: Map<string, string>,
): Promise<void> {
  const name = await addContentHash(file, bytes);
  files.set(`assets/${name}`, bytes);
  names.set(source, `assets/${name}`);
}

/** Writes all files, then removes those of earlier builds. */
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

/** Builds after each change of a source, until the process ends. */
async function watchSources(): Promise<void> {
  const paths = [CLIENT_DIR, ...SHARED_FILES].map((url) => fileURLToPath(url));
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
