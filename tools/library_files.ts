/**
 * Builds the client library: one module without imports, and its types.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { compressForms } from "./compressed_forms.ts";
import { npmModulesPlugin } from "./esbuild_plugins.ts";

/** Largest compressed library (brotli), in bytes. */
export const MAX_LIBRARY_BYTES = 30_000;

const LIBRARY_DIR = new URL("../client/library/", import.meta.url);

/**
 * Adds `maru.js` and `maru.d.ts`, which other pages know by these names.
 *
 * @throws {Error} When the library is too large.
 */
export async function addLibrary(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  isDev: boolean,
): Promise<void> {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [fileURLToPath(new URL("maru.ts", LIBRARY_DIR))],
    bundle: true,
    format: "esm",
    target: ESBUILD_TARGETS,
    supported: { "regexp-unicode-property-escapes": true },
    minify: !isDev,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
    plugins: [npmModulesPlugin],
  });
  const script = Uint8Array.from(result.outputFiles[0]?.contents ?? []);
  files.set("maru.js", script);
  files.set(
    "maru.d.ts",
    await Deno.readFile(new URL("maru.d.ts", LIBRARY_DIR)),
  );
  if (isDev) return;
  const { br } = Object.fromEntries(
    await compressForms(script, "text/javascript"),
  );
  const bytes = br?.length ?? script.length;
  if (bytes > MAX_LIBRARY_BYTES) {
    throw new Error(
      `maru.js has ${bytes} bytes (brotli), over ${MAX_LIBRARY_BYTES}: leave parts of the engine out`,
    );
  }
}
