/**
 * Size of a first visit: the built scripts and styles in the compressed form
 * that the server sends.
 *
 * @module
 */
import { formatNumber, formatTable } from "./signaling/report.ts";

const DIST_DIR = new URL("../dist/", import.meta.url);

/** All files below `folder`. */
function* walkFiles(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) {
      yield* walkFiles(new URL(`${entry.name}/`, folder));
    } else yield new URL(entry.name, folder);
  }
}

/** Chunk with the texts of one language; a page loads one of them. */
const LANGUAGE_CHUNK = /\/(en|ko)-[^/]*\.js$/;

/** Service worker, which a first visit loads too. */
const SERVICE_WORKER = "client/sw.js";

/** The compressed form of a file; short files have none. */
function statSent(url: URL): Deno.FileInfo {
  try {
    return Deno.statSync(new URL(`${url}.br`));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return Deno.statSync(url);
  }
}

/** Table of the built scripts and styles in KB (1000 bytes). */
export function formatBundleSizeReport(): string {
  const rows = [["bundle", "KB", "KB brotli"]];
  const document = Deno.readTextFileSync(
    new URL("client/index.html", DIST_DIR),
  );
  let shared = 0;
  const languages = new Map<string, number>();
  for (const url of walkFiles(DIST_DIR)) {
    if (!/\.(js|css)$/.test(url.pathname)) continue;
    const bytes = Deno.readFileSync(url);
    const packed = statSent(url).size;
    const name = url.pathname.slice(DIST_DIR.pathname.length);
    const language = LANGUAGE_CHUNK.exec(name)?.[1];
    const isNamed = document.includes(name.slice(name.lastIndexOf("/") + 1));
    if (language) languages.set(language, packed);
    else if (isNamed || name === SERVICE_WORKER) shared += packed;
    rows.push([
      name,
      formatNumber(bytes.length / 1000),
      formatNumber(packed / 1000),
    ]);
  }
  for (const [language, packed] of languages) {
    rows.push([
      `page in ${language}`,
      "",
      formatNumber((shared + packed) / 1000),
    ]);
  }
  return formatTable(rows);
}
