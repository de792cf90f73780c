/** Chromium passes the contract that the fake connection of the unit tests passes. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findChromium, launchChromium } from "./browser.ts";

const CONTRACT_PATH = fileURLToPath(
  new URL("../unit/client/fakes/peer_connection_contract.ts", import.meta.url),
);
const RUN_CASES_PATH = new URL(
  "./peer_connection_contract.js",
  import.meta.url,
);
const CAN_RUN =
  (await Deno.permissions.query({ name: "run" })).state === "granted" &&
  findChromium() !== null;

/** Script that defines `contract` in a page. */
async function bundleContract(): Promise<string> {
  const esbuild = await import("esbuild");
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [CONTRACT_PATH],
      bundle: true,
      format: "iife",
      globalName: "contract",
      tsconfigRaw: {},
      write: false,
    });
    const [file] = outputFiles;
    assert(file);
    return file.text;
  } finally {
    await esbuild.stop();
  }
}

Deno.test({
  name: "Chromium passes the contract of the fake peer connection",
  ignore: !CAN_RUN,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const contract = await bundleContract();
    const browser = await launchChromium("none");
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: contract });
      const results: unknown = await page.evaluate(
        await Deno.readTextFile(RUN_CASES_PATH),
      );
      assert(Array.isArray(results) && results.length >= 10);
      assertEquals(results.filter(({ problem }) => problem !== null), []);
    } finally {
      await browser.close();
    }
  },
});
