import { assertEquals } from "@std/assert";
import { BrowserSupport } from "../../../../tools/browser_support/compat_data.ts";

const BROWSERS = [
  {
    name: "Chromium",
    version: "109",
    mdnIds: ["chrome", "chrome_android"],
    esbuildTargets: [],
  },
  { name: "Safari", version: "16.4", mdnIds: ["safari"], esbuildTargets: [] },
];

/** Data with one feature, which `chrome_android` and Safari 16.4 have. */
function supportOf(chrome: unknown, safari: unknown = { version_added: "3" }) {
  const support = { chrome, chrome_android: { version_added: "80" }, safari };
  return new BrowserSupport(
    { api: { Thing: { __compat: { support } } } },
    BROWSERS,
  );
}

Deno.test.each([
  { chrome: { version_added: "108" }, lacks: false },
  { chrome: { version_added: "109" }, lacks: false },
  { chrome: { version_added: "110" }, lacks: true },
  { chrome: { version_added: "≤79" }, lacks: false },
  { chrome: { version_added: "preview" }, lacks: true },
  { chrome: { version_added: false }, lacks: true },
  { chrome: { version_added: "90", version_removed: "100" }, lacks: true },
  { chrome: { version_added: "90", version_removed: "120" }, lacks: false },
  { chrome: { version_added: "90", flags: [{}] }, lacks: true },
  { chrome: { version_added: "90", prefix: "webkit" }, lacks: true },
  {
    chrome: [{ version_added: "115" }, {
      version_added: "90",
      partial_implementation: true,
    }],
    lacks: false,
  },
  { chrome: undefined, lacks: true },
])("BrowserSupport compares $chrome with Chromium 109", ({ chrome, lacks }) => {
  const support = supportOf(chrome);
  const want = lacks ? ["Chromium 109"] : [];
  assertEquals(support.browsersWithout(["api", "Thing"]), want);
});

Deno.test.each([
  { added: "16.4", lacks: false },
  { added: "16.3", lacks: false },
  { added: "16", lacks: false },
  { added: "16.10", lacks: true },
  { added: "17", lacks: true },
])("BrowserSupport compares $added with Safari 16.4 by numbers", (c) => {
  const support = supportOf({ version_added: "1" }, { version_added: c.added });
  const want = c.lacks ? ["Safari 16.4"] : [];
  assertEquals(support.browsersWithout(["api", "Thing"]), want);
});

Deno.test("BrowserSupport does not know a feature without data", () => {
  const support = supportOf({ version_added: "1" });
  assertEquals(support.has(["api", "Thing"]), true);
  assertEquals(support.has(["api"]), false);
  assertEquals(support.has(["api", "constructor"]), false);
  assertEquals(support.browsersWithout(["api", "Other"]), []);
});
