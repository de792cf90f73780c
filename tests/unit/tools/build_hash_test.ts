import { assertEquals, assertNotEquals } from "@std/assert";
import { computeBuildHash } from "../../../tools/build_hash.ts";

const INTEGRITY = "sha256-t9CC7hLpG3Vuoi6FE7hZTuvPXTn6uBPaPLVXlNyIitc=";
const bytes = (text: string) => new TextEncoder().encode(text);
const FILES: readonly (readonly [string, string])[] = [
  ["index.html", "<html>"],
  ["assets/app.js", "start()"],
];
const hashOf = (files: typeof FILES) =>
  computeBuildHash(
    "1.2.3",
    new Map(files.map(([path, text]) => [path, bytes(text)])),
  );

Deno.test("computeBuildHash() lists the integrity of each file, by path", async () => {
  const build = await hashOf(FILES);
  assertEquals(build.version, "1.2.3");
  assertEquals(Object.keys(build.files), ["assets/app.js", "index.html"]);
  // printf '<html>' | openssl dgst -sha256 -binary | base64
  assertEquals(build.files["index.html"], INTEGRITY);
});

Deno.test("computeBuildHash() does not depend on the order, but on each name and byte", async () => {
  const { hash } = await hashOf(FILES);
  assertEquals((await hashOf(FILES.toReversed())).hash, hash);
  for (
    const changed of [
      FILES.slice(1),
      [...FILES, ["more.js", ""]] as const,
      [["index.html", "<html"], ...FILES.slice(1)] as const,
      [["index.htm", "<html>"], ...FILES.slice(1)] as const,
    ]
  ) assertNotEquals((await hashOf(changed)).hash, hash);
});
