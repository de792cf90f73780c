/**
 * Builds `/learn/sandbox`: its script is inside, since a document of an opaque
 * origin may load no file of this server.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";

const SCRIPT = new URL("../client/learn/sandbox.ts", import.meta.url);

/** Builds the document. */
export async function buildLearnSandbox(): Promise<Uint8Array<ArrayBuffer>> {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(SCRIPT)],
    bundle: true,
    format: "iife",
    target: ESBUILD_TARGETS,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  const script = outputFiles[0]?.text.trim() ?? "";
  return new TextEncoder().encode(
    `<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n` +
      `<title>Maru</title>\n<script>${script}</script>\n</html>\n`,
  );
}
