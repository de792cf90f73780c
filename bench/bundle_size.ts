/**
 * What a first visit downloads: the built scripts and styles, compressed as
 * the server sends them.
 *
 * @module
 */
import { brotliCompressSync } from "node:zlib";
import { formatNumber, formatTable } from "./signaling/report.ts";

const DIST_DIR = new URL("../dist/", import.meta.url);

/** Every file below `folder`, as URLs. */
function* walkFiles(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) {
      yield* walkFiles(new URL(`${entry.name}/`, folder));
    } else yield new URL(entry.name, folder);
  }
}

/** A page loads the texts of one language. */
const LANGUAGE_CHUNK = /\/(en|ko)-[^/]*\.js$/;

/** A table of the built scripts and styles with their sizes in KB (1000 bytes). */
export function formatBundleSizeReport(): string {
  const rows = [["bundle", "KB", "KB brotli"]];
  let shared = 0;
  const languages = new Map<string, number>();
  for (const url of walkFiles(DIST_DIR)) {
    if (!/\.(js|css)$/.test(url.pathname)) continue;
    const bytes = Deno.readFileSync(url);
    const packed = brotliCompressSync(bytes).length;
    const language = LANGUAGE_CHUNK.exec(url.pathname)?.[1];
    if (language) languages.set(language, packed);
    else shared += packed;
    const name = url.pathname.slice(DIST_DIR.pathname.length);
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
