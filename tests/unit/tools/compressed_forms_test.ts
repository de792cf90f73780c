import { assertEquals } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compressForms } from "../../../tools/compressed_forms.ts";

const TEXT = new TextEncoder().encode("export const a = 1;\n".repeat(50));

Deno.test("compressForms() makes forms that decompress to the body, smallest first", async () => {
  const forms = await compressForms(TEXT, "text/javascript; charset=utf-8");
  assertEquals([...forms.keys()], ["br", "gzip"]);
  const br = forms.get("br") ?? new Uint8Array();
  const gzip = forms.get("gzip") ?? new Uint8Array();
  assertEquals(brotliDecompressSync(br).compare(TEXT), 0);
  assertEquals(gunzipSync(gzip).compare(TEXT), 0);
});

Deno.test("compressForms() leaves out what would not get smaller", async () => {
  const tiny = new TextEncoder().encode("x");
  assertEquals((await compressForms(tiny, "text/css")).size, 0);
  assertEquals((await compressForms(TEXT, "image/png")).size, 0);
});
