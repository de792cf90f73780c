import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  brotliCompressSync,
  brotliDecompressSync,
  gunzipSync,
  gzipSync,
} from "node:zlib";
import { Asset, createAssets } from "../../../../server/http/assets.ts";
import { StartupError } from "../../../../server/startup_error.ts";

const SCRIPT = "export const message = 'hello';\n".repeat(100);

function asset(path: string, text = SCRIPT, immutable = false) {
  const body = new TextEncoder().encode(text);
  const forms = new Map([
    ["br", Uint8Array.from(brotliCompressSync(body))],
    ["gzip", Uint8Array.from(gzipSync(body))],
  ]);
  const codings = [...forms.keys()];
  const type = "text/javascript; charset=utf-8";
  return Asset.create({ path, type, immutable, codings }, body, forms);
}

function request(headers: Record<string, string> = {}): Request {
  return new Request("http://maru.example/", { headers });
}

Deno.test.each([
  { path: "index.html", immutable: false, want: "no-store" },
  { path: "offline.html", immutable: false, want: "no-store" },
  { path: "favicon.svg", immutable: false, want: "no-cache" },
  { path: "sw.js", immutable: false, want: "no-cache" },
  { path: "manifest.webmanifest", immutable: false, want: "no-cache" },
  {
    path: "assets/main-AB.js",
    immutable: true,
    want: "public, max-age=31536000, immutable",
  },
])("Asset $path is cached as $want", async ({ path, immutable, want }) => {
  const { headers } = (await asset(path, SCRIPT, immutable)).respond(request());
  assertEquals(headers.get("cache-control"), want);
});

Deno.test.each([
  { accept: "gzip, deflate, br", want: "br" },
  { accept: "gzip", want: "gzip" },
  { accept: "br;q=0, gzip;q=0.1", want: "gzip" },
  { accept: "*", want: "br" },
  { accept: "br;q=0, identity", want: null },
  { accept: "zstd", want: null },
  { accept: "", want: null },
])(
  "Asset.respond() sends $want to a client that accepts $accept",
  async (c) => {
    const response = (await asset("main.js")).respond(
      request({ "accept-encoding": c.accept }),
    );
    assertEquals(response.headers.get("content-encoding"), c.want);
    assertEquals(response.headers.get("vary"), "Accept-Encoding");
    const body = new Uint8Array(await response.arrayBuffer());
    assertEquals(response.headers.get("content-length"), String(body.length));
    const plain = c.want === "br"
      ? brotliDecompressSync(body)
      : c.want === "gzip"
      ? gunzipSync(body)
      : body;
    assertEquals(new TextDecoder().decode(plain), SCRIPT);
  },
);

Deno.test("Asset.respond() gives each form its own ETag and answers 304 to it", async () => {
  const script = await asset("main.js");
  const plain = script.respond(request()).headers.get("etag") ?? "";
  const brotli = { "accept-encoding": "br" };
  const small = script.respond(request(brotli)).headers.get("etag") ?? "";
  assertNotEquals(plain, small);
  const again = script.respond(request({ ...brotli, "if-none-match": small }));
  assertEquals(again.status, 304);
  assertEquals(again.headers.get("etag"), small);
  assertEquals(await again.text(), "");
  const stale = script.respond(request({ "if-none-match": small }));
  assertEquals(stale.status, 200);
});

Deno.test("Asset.respond() sends a file without compressed forms as it is", async () => {
  const file = {
    path: "a.png",
    type: "image/png",
    immutable: false,
    codings: [],
  };
  const image = await Asset.create(file, new TextEncoder().encode(SCRIPT));
  const { headers } = image.respond(
    request({ "accept-encoding": "br, gzip" }),
  );
  assertEquals(headers.get("content-encoding"), null);
  assertEquals(headers.get("content-type"), "image/png");
});

Deno.test("createAssets() wants an index.html", async () => {
  const error = assertThrows(
    () => createAssets(new Map()),
    StartupError,
  );
  assertEquals(error.reason, "assets");
  const index = await asset("index.html");
  const documents = ["index", "room", "check", "learn", "learn_sandbox"]
    .map((name) => `/${name}.html`);
  const assets = createAssets(new Map(documents.map((path) => [path, index])));
  assert(assets.index === index);
  assertEquals(assets.get("/nothing"), undefined);
  // It is served with a policy of its own only.
  assertEquals(assets.get("/learn_sandbox.html"), undefined);
});

Deno.test("Asset.respond() does not look into an If-None-Match longer than any browser sends", async () => {
  const main = await asset("main.js");
  const { headers } = main.respond(request());
  const tag = headers.get("etag") ?? "";
  const padded = (size: number) => tag.padEnd(size - 2) + ",a";
  const statusOf = (size: number) =>
    main.respond(request({ "if-none-match": padded(size) })).status;
  assertEquals([statusOf(256), statusOf(257)], [304, 200]);
});
