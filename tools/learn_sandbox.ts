/**
 * Builds `/learn/sandbox`: its script is inside, since a document of an opaque
 * origin may load no file of this server.
 *
 * @module
 */
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { buildInlineScript } from "./inline_script.ts";

const SCRIPT = new URL("../client/learn/sandbox.ts", import.meta.url);

/** Builds the document. */
export async function buildLearnSandbox(): Promise<Uint8Array<ArrayBuffer>> {
  const contents = await buildInlineScript(SCRIPT, ESBUILD_TARGETS);
  const script = new TextDecoder().decode(contents).trim();
  return new TextEncoder().encode(
    `<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n` +
      `<title>Maru</title>\n<script>${script}</script>\n</html>\n`,
  );
}
