import { assertEquals } from "@std/assert";
import { BrowserSupport } from "../../../../tools/browser_support/compat_data.ts";
import { findUnsupported } from "../../../../tools/browser_support/find_unsupported.ts";
import { findUsedCssFeatures } from "../../../../tools/browser_support/used_css_features.ts";

const feature = (version: string) => ({
  __compat: { support: { firefox: { version_added: version } } },
});
const SUPPORT = new BrowserSupport(
  {
    api: { Old: feature("3"), New: feature("126"), Found: feature("130") },
    css: {
      selectors: { has: feature("121"), hover: feature("1") },
      "at-rules": { media: feature("1"), starting: feature("129") },
    },
  },
  [{
    name: "Firefox",
    version: "115",
    mdnIds: ["firefox"],
    esbuildTargets: [],
  }],
);

const use = (name: string, ...paths: string[][]) => ({
  file: "a.ts",
  line: 7,
  name,
  paths,
});

Deno.test("findUnsupported() reports what a browser lacks and no code looks for", () => {
  const report = findUnsupported(
    [
      use("Old", ["api", "Old"]),
      use("New", ["api", "Nothing"], ["api", "New"]),
      use("Found", ["api", "Found"]),
      use("unknown", ["api", "Unknown"]),
    ],
    SUPPORT,
    [{ feature: "api.Found", reason: "tested" }],
  );
  assertEquals(report, {
    unsupported: [{
      file: "a.ts",
      line: 7,
      message: "New is missing in Firefox 115 (api.New)",
    }],
    unused: [],
  });
});

Deno.test("findUnsupported() reports a row that no source needs", () => {
  const rows = ["api.Old", "api.New"].map((feature) => ({
    feature,
    reason: "tested",
  }));
  const { unused } = findUnsupported(
    [use("Old", ["api", "Old"])],
    SUPPORT,
    rows,
  );
  assertEquals(unused, ["api.Old", "api.New"]);
});

Deno.test("findUsedCssFeatures() finds selectors and at-rules with their lines", () => {
  const css = `/* a:has(b) {
 @starting */
.a:hover, .b::-webkit-thing { color: red; }
@media (min-width: 1px) {
  .c:has(.d) { top: 1px; }
}
@starting { .e { width: calc(1px) } }`;
  const uses = findUsedCssFeatures("a.css", css);
  assertEquals(uses.map(({ name, line }) => `${line} ${name}`), [
    "3 :hover",
    "5 :has",
    "4 @media",
    "7 @starting",
  ]);
  const { unsupported } = findUnsupported(uses, SUPPORT, []);
  assertEquals(unsupported.map(({ line, message }) => `${line} ${message}`), [
    "5 :has is missing in Firefox 115 (css.selectors.has)",
    "7 @starting is missing in Firefox 115 (css.at-rules.starting)",
  ]);
});
