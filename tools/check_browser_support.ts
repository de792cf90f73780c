/**
 * Checks that the page uses only what its oldest supported browsers have
 * (`browser_support/supported_browsers.ts`). Prints each problem as
 * `file:line: message`.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import { BrowserSupport } from "./browser_support/compat_data.ts";
import { DETECTED_FEATURES } from "./browser_support/detected_features.ts";
import {
  findUnsupported,
  type SupportReport,
} from "./browser_support/find_unsupported.ts";
import { createPageProgram } from "./browser_support/page_program.ts";
import { COMPAT_DATA } from "./browser_support/packages.ts";
import { SUPPORTED_BROWSERS } from "./browser_support/supported_browsers.ts";
import { findUsedCssFeatures } from "./browser_support/used_css_features.ts";
import { findUsedFeatures } from "./browser_support/used_features.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const CLIENT = `${ROOT}client/`;

/** Compares all sources of the page with the supported browsers. */
export function checkBrowserSupport(): SupportReport {
  const files = [...filesBelow(CLIENT)];
  const program = createPageProgram(
    files.filter((file) => /\.tsx?$/.test(file)),
  );
  const uses = findUsedFeatures(program, (file) => file.startsWith(ROOT));
  const styleUses = files.filter((file) => file.endsWith(".css"))
    .flatMap((file) => findUsedCssFeatures(file, Deno.readTextFileSync(file)));
  return findUnsupported(
    [...uses, ...styleUses],
    new BrowserSupport(COMPAT_DATA, SUPPORTED_BROWSERS),
    DETECTED_FEATURES,
  );
}

function* filesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}${name}/`);
    else yield folder + name;
  }
}

function main(): number {
  const { unsupported, unused } = checkBrowserSupport();
  for (const { file, line, message } of unsupported) {
    console.error(`${file.slice(ROOT.length)}:${line}: ${message}`);
  }
  for (const feature of unused) {
    console.error(
      `tools/browser_support/detected_features.ts: ${feature} is not used; remove its row`,
    );
  }
  return unsupported.length + unused.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = main();
