/**
 * Builds the script for browsers that are too old for the others.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const START_GUARD = new URL("../client/start_guard.ts", import.meta.url);

/** Builds `client/start_guard.ts` as ES5. */
export async function buildStartGuard(): Promise<Uint8Array<ArrayBuffer>> {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(START_GUARD)],
    bundle: true,
    format: "iife",
    // Fails on newer syntax.
    target: "es5",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  return Uint8Array.from(outputFiles[0]?.contents ?? []);
}
