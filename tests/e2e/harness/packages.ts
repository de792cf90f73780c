/**
 * npm packages of the browser tests. They are not in deno.json: `deno task`
 * downloads every package of deno.lock before it runs anything, and a server
 * needs no browser. Their hashes are in tests/deno.lock. Each is loaded when
 * called, since it reads the environment, which a run without permissions may
 * not.
 *
 * @module
 */
// deno-lint-ignore-file no-import-prefix
import { fileURLToPath } from "node:url";
import type { BrowserType } from "npm:playwright-core@1.64.1";

export type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  BrowserType,
  Frame,
  FrameLocator,
  LaunchOptions,
  Locator,
  Page,
  Request,
} from "npm:playwright-core@1.64.1";

/** Drives Chromium or Firefox. */
export async function loadPlaywright(): Promise<
  Readonly<Record<"chromium" | "firefox", BrowserType>>
> {
  return await import("npm:playwright-core@1.64.1");
}

/** Source of the accessibility checks, which run in the page. */
export async function loadAxeSource(): Promise<string> {
  const { default: axe } = await import("npm:axe-core@4.14.1");
  return axe.source;
}

/** Unpacks tar archives. */
export async function loadTarFs(): Promise<typeof import("./tar_fs.d.ts")> {
  // @ts-types="./tar_fs.d.ts"
  return await import("npm:tar-fs@3.1.3");
}

/** Path of the module of a package that carries a Chromium. */
export async function resolveNpmChromium(): Promise<string> {
  // Until it is loaded, its specifier does not resolve to a file.
  await import("npm:@sparticuz/chromium@153.0.0");
  const url = import.meta.resolve("npm:@sparticuz/chromium@153.0.0");
  return fileURLToPath(url);
}

/** Path of the module of the package of Chromium 110. */
export async function resolveOldNpmChromium(): Promise<string> {
  await import("npm:@sparticuz/chromium@110.0.1");
  const url = import.meta.resolve("npm:@sparticuz/chromium@110.0.1");
  return fileURLToPath(url);
}
