/**
 * Builds a script that is one file, without imports.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/**
 * Bundles and minifies a script; fails on syntax that the targets lack.
 *
 * @param target Browsers or ECMAScript version, as esbuild names them.
 */
export async function buildInlineScript(
  entry: URL,
  target: string | string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: "iife",
    target,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  return Uint8Array.from(outputFiles[0]?.contents ?? []);
}
