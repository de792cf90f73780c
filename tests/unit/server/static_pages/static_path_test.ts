import { assertEquals } from "@std/assert";
import { parseStaticPath } from "../../../../server/static_pages/static_path.ts";

Deno.test.each<[string, readonly string[]]>([
  ["/guide.html", ["guide.html"]],
  ["/a/b/", ["a", "b", "index.html"]],
  ["/%EB%A7%88%EB%A3%A8%20page.html", ["마루 page.html"]],
  ["/a..b/c.d.e", ["a..b", "c.d.e"]],
])("parseStaticPath() reads $0", (pathname, names) => {
  assertEquals(parseStaticPath(pathname), names);
});

Deno.test.each([
  "",
  "guide.html",
  "//etc/passwd",
  "/a//b",
  "/../etc/passwd",
  "/a/../../b",
  "/a/./b",
  "/%2e%2e/etc/passwd",
  "/..%2fetc",
  "/a%2fb",
  "/a%5cb",
  "/a\\..\\b",
  "/.env",
  "/.git/config",
  "/a/.hidden",
  "/%2ehidden",
  "/c:/windows",
  "/file.txt::$DATA",
  "/a%00.html",
  "/a%0a",
  "/name.",
  "/name%20",
  "/%ff",
  "/%",
  `/${"a".repeat(1_024)}`,
])("parseStaticPath() has no file for %j", (pathname) => {
  assertEquals(parseStaticPath(pathname), null);
});
