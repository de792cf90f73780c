/**
 * What a first visit downloads: the built scripts and styles, compressed as
 * the server sends them.
 *
 * @module
 */
import { brotliCompressSync } from "node:zlib";
import { figure, table } from "./signaling/report.ts";

const BUILT = new URL("../dist/", import.meta.url);

/** Every file below `folder`, as URLs. */
function* filesBelow(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) {
      yield* filesBelow(new URL(`${entry.name}/`, folder));
    } else yield new URL(entry.name, folder);
  }
}

/** A table of the built scripts and styles with their sizes in KiB. */
export function bundleSizeReport(): string {
  const rows = [["bundle", "KiB", "KiB brotli"]];
  let total = 0;
  for (const url of filesBelow(BUILT)) {
    if (!/\.(js|css)$/.test(url.pathname)) continue;
    const bytes = Deno.readFileSync(url);
    const packed = brotliCompressSync(bytes).length;
    total += packed;
    const name = url.pathname.slice(BUILT.pathname.length);
    rows.push([name, figure(bytes.length / 1024), figure(packed / 1024)]);
  }
  rows.push(["total", "", figure(total / 1024)]);
  return table(rows);
}
