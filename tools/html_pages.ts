/**
 * Builds the HTML documents and the manifest, which refer to built files by
 * relative addresses, so that a proxy may serve the page below a path.
 *
 * @module
 */

type BuiltFiles = Map<string, Uint8Array<ArrayBuffer>>;

const CLIENT_DIR = new URL("../client/", import.meta.url);

/** The page of a room is served one folder deeper than the others. */
const PAGES = [
  { source: "index.html", path: "index.html", toBase: "./" },
  { source: "index.html", path: "room.html", toBase: "../" },
  { source: "manifest.webmanifest", path: "manifest.webmanifest", toBase: "" },
] as const;

/** Line of `index.html` that stands for each file that its script imports. */
const PRELOAD_LINE = /^ *<link rel="modulepreload" href="(.*)">\n/m;

/**
 * Adds the documents.
 *
 * @param names Built path of each source, such as `./main.ts`.
 * @param preloads Built files that the script imports.
 */
export async function addPages(
  files: BuiltFiles,
  names: ReadonlyMap<string, string>,
  preloads: readonly string[],
): Promise<void> {
  const allNames = new Map([
    ...names,
    ["./manifest.webmanifest", "manifest.webmanifest"],
    ...preloads.map((path) => [`./${path}`, path] as const),
  ]);
  for (const { source, path, toBase } of PAGES) {
    const text = await Deno.readTextFile(new URL(source, CLIENT_DIR));
    const whole = text.replace(
      PRELOAD_LINE,
      (line, file: string) =>
        preloads.map((preload) => line.replace(file, `./${preload}`)).join(""),
    );
    const built = replaceSources(source, whole, allNames, toBase);
    files.set(path, new TextEncoder().encode(built));
  }
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
