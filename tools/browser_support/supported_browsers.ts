/**
 * Oldest browsers that the page supports. The build compiles for them, and
 * `tools/check_browser_support.ts` holds the sources against them. README.md
 * has the same table.
 *
 * @module
 */

/** Oldest supported version of a browser. */
export interface SupportedBrowser {
  readonly name: string;
  readonly version: string;
  /** Its names in the data of MDN, desktop first. */
  readonly mdnIds: readonly string[];
  /** Its targets for esbuild. */
  readonly esbuildTargets: readonly string[];
}

/** All of them, in the order of README.md. */
export const SUPPORTED_BROWSERS: readonly SupportedBrowser[] = [
  {
    name: "Chromium",
    version: "109",
    mdnIds: ["chrome", "edge", "chrome_android"],
    esbuildTargets: ["chrome109", "edge109"],
  },
  {
    name: "Firefox",
    version: "115",
    mdnIds: ["firefox", "firefox_android"],
    esbuildTargets: ["firefox115"],
  },
  {
    name: "Safari",
    version: "16.4",
    mdnIds: ["safari", "safari_ios"],
    esbuildTargets: ["safari16.4", "ios16.4"],
  },
];

/** Targets for esbuild. */
export const ESBUILD_TARGETS: string[] = SUPPORTED_BROWSERS.flatMap((
  { esbuildTargets },
) => esbuildTargets);
