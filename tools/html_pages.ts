/**
 * Builds the HTML documents and the manifest, which refer to built files by
 * relative addresses, so that a proxy may serve the page below a path.
 *
 * @module
 */

type BuiltFiles = Map<string, Uint8Array<ArrayBuffer>>;

const CLIENT_DIR = new URL("../client/", import.meta.url);

/** A document made of `index.html`. */
interface PageSource {
  readonly path: string;
  /** Relative address of the start page: that of a room lies a folder deeper. */
  readonly toBase: string;
  /** Source of its script. */
  readonly script: string;
  /** Sources of its styles. */
  readonly styles: readonly string[];
}

/** Documents of the page. */
const PAGES: readonly PageSource[] = [
  {
    path: "index.html",
    toBase: "./",
    script: "./main.ts",
    styles: ["./view/main.css"],
  },
  {
    path: "room.html",
    toBase: "../",
    script: "./main.ts",
    styles: ["./view/main.css"],
  },
  {
    path: "check.html",
    toBase: "./",
    script: "./check.ts",
    styles: ["./view/main.css", "./view/check/check.css"],
  },
  {
    path: "learn.html",
    toBase: "./",
    script: "./learn.ts",
    styles: ["./view/main.css", "./view/learn/learn.css"],
  },
];

const MANIFEST = "manifest.webmanifest";

/** Lines of `index.html` that stand for one or more files of each document. */
const STYLE_LINE = /^ *<link rel="stylesheet" href="(.*)">\n/m;
const PRELOAD_LINE = /^ *<link rel="modulepreload" href="(.*)">\n/m;
const SCRIPT_LINE = /^ *<script type="module" src="(.*)"><\/script>\n/m;

/**
 * Adds the documents and the manifest.
 *
 * @param names Built path of each source, such as `./main.ts`.
 * @param preloads Built files that each script imports, by its source.
 */
export async function addPages(
  files: BuiltFiles,
  names: ReadonlyMap<string, string>,
  preloads: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const allNames = new Map([...names, [`./${MANIFEST}`, MANIFEST]]);
  for (const path of [...preloads.values()].flat()) {
    allNames.set(`./${path}`, path);
  }
  const add = (source: string, path: string, text: string, toBase: string) => {
    const built = replaceSources(source, text, allNames, toBase);
    files.set(path, new TextEncoder().encode(built));
  };
  const template = await readSource("index.html");
  for (const { path, toBase, script, styles } of PAGES) {
    const imported = (preloads.get(script) ?? []).map((file) => `./${file}`);
    const styled = repeatLine(template, STYLE_LINE, styles);
    const preloaded = repeatLine(styled, PRELOAD_LINE, imported);
    const text = repeatLine(preloaded, SCRIPT_LINE, [script]);
    add("index.html", path, text, toBase);
  }
  add(MANIFEST, MANIFEST, await readSource(MANIFEST), "");
}

/** Repeats the line of a template for each source, in place of its own. */
function repeatLine(
  text: string,
  template: RegExp,
  sources: readonly string[],
): string {
  return text.replace(
    template,
    (line, own: string) =>
      sources.map((source) => line.replace(own, source)).join(""),
  );
}

async function readSource(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, CLIENT_DIR));
}

/** Replaces each `"./source"` by the built path. */
function replaceSources(
  page: string,
  text: string,
  names: ReadonlyMap<string, string>,
  toBase: string,
): string {
  return text.replaceAll(/"(\.\/[^"]+)"/g, (_, source: string) => {
    const name = names.get(source);
    if (name === undefined) {
      throw new Error(`${page} refers to a missing file: ${source}`);
    }
    return `"${toBase}${name}"`;
  });
}
