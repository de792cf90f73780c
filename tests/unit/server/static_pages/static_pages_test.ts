import { assert, assertEquals, assertRejects } from "@std/assert";
import { responsePolicyOf } from "../../../../server/http/response_policy.ts";
import { createSecurityHeaders } from "../../../../server/http/security_headers.ts";
import { createLog } from "../../../../server/log.ts";
import { StartupError } from "../../../../server/startup_error.ts";
import {
  MAX_STATIC_BYTES,
  StaticPages,
} from "../../../../server/static_pages/static_pages.ts";

const ignore = (await Promise.all(
  (["read", "write"] as const).map((name) => Deno.permissions.query({ name })),
)).some(({ state }) => state !== "granted");

const CLIENT = {
  address: "192.0.2.7",
  host: "call.example",
  scheme: "https",
  isForwarded: false,
} as const;

async function withPages(
  test: (
    folder: string,
    ask: (path: string, headers?: Record<string, string>) => Promise<Response>,
    logged: readonly string[],
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "maru-static-" });
  const logged: string[] = [];
  const log = createLog({
    level: "info",
    format: "text",
    nowMs: () => 0,
    write: (line) => logged.push(line),
  });
  try {
    const pages = await StaticPages.open(folder, log);
    await test(folder, async (path, headers = {}) => {
      const url = new URL(`https://call.example${path}`);
      const handler = pages.find(url.pathname);
      if (!handler) return new Response(null, { status: 404 });
      const context = { client: CLIENT, url, param: "" };
      return await handler(new Request(url, { headers }), context);
    }, logged);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test(
  "StaticPages serves files with type and ETag, and folders by their index",
  { ignore },
  async () => {
    await withPages(async (folder, ask) => {
      await Deno.mkdir(`${folder}/guide`);
      await Deno.writeTextFile(`${folder}/guide/index.html`, "<h1>안녕</h1>");
      await Deno.writeTextFile(`${folder}/guide/client.js`, "1");
      const page = await ask("/guide/");
      assertEquals(page.status, 200);
      assertEquals(
        page.headers.get("content-type"),
        "text/html; charset=UTF-8",
      );
      assertEquals(await page.text(), "<h1>안녕</h1>");
      const etag = page.headers.get("etag") ?? "";
      assert(etag.length > 4);
      const again = await ask("/guide/", { "if-none-match": etag });
      assertEquals([again.status, again.body], [304, null]);
      const script = await ask("/guide/client.js");
      assertEquals(
        script.headers.get("content-type"),
        "text/javascript; charset=UTF-8",
      );
      await script.body?.cancel();
      const folderPage = await ask("/guide");
      assertEquals(folderPage.headers.get("location"), "./guide/");
      // A change is seen without a restart.
      await Deno.writeTextFile(`${folder}/guide/client.js`, "22");
      assertEquals(await (await ask("/guide/client.js")).text(), "22");
    });
  },
);

Deno.test(
  "StaticPages serves nothing outside of its folder and nothing hidden",
  { ignore },
  async () => {
    await withPages(async (folder, ask) => {
      const outside = await Deno.makeTempFile();
      await Deno.writeTextFile(outside, "secret");
      await Deno.writeTextFile(`${folder}/.env`, "secret");
      await Deno.mkdir(`${folder}/empty`);
      await Deno.symlink(outside, `${folder}/out.txt`);
      await Deno.symlink("/", `${folder}/root`);
      await Deno.symlink(`${folder}/.env`, `${folder}/env.txt`);
      await Deno.symlink(`${folder}/loop`, `${folder}/loop`);
      using _socket = Deno.listen({
        transport: "unix",
        path: `${folder}/socket`,
      });
      for (
        const path of [
          "/out.txt",
          `/root${outside}`,
          "/env.txt",
          "/.env",
          "/loop",
          "/socket",
          `/${"x".repeat(300)}`,
          "/missing",
          "/out.txt/x",
          "/empty/",
          "/..%2f..%2fetc%2fpasswd",
        ]
      ) {
        const response = await ask(path);
        assertEquals(response.status, 404, path);
        await response.body?.cancel();
      }
      await Deno.remove(outside);
    });
  },
);

Deno.test(
  "StaticPages serves a file of the largest size, and says once that one is larger",
  { ignore },
  async () => {
    await withPages(async (folder, ask, logged) => {
      const path = `${folder}/large.bin`;
      await Deno.writeFile(path, new Uint8Array(1));
      await Deno.truncate(path, MAX_STATIC_BYTES);
      const largest = await ask("/large.bin");
      assertEquals((await largest.bytes()).length, MAX_STATIC_BYTES);
      await Deno.truncate(path, MAX_STATIC_BYTES + 1);
      for (let i = 0; i < 2; i++) {
        const response = await ask("/large.bin");
        assertEquals(response.status, 404);
        await response.body?.cancel();
      }
      assertEquals(logged.length, 1);
    });
  },
);

Deno.test(
  "A page of STATIC_DIR may have scripts of its own, and no other page may frame it",
  { ignore },
  async () => {
    await withPages(async (folder, ask) => {
      await Deno.writeTextFile(`${folder}/a.html`, "");
      const headers = createSecurityHeaders({
        ...responsePolicyOf(await ask("/a.html")),
        host: "call.example",
        scheme: "https",
        hasPublicCertificate: false,
      });
      const csp = headers["content-security-policy"] ?? "";
      assert(csp.includes("script-src 'self' 'unsafe-inline'"), csp);
      assert(csp.includes("frame-ancestors 'self'"), csp);
      assert(csp.includes("connect-src 'self' wss://call.example"), csp);
    });
  },
);

Deno.test(
  "StaticPages.open() refuses what is no folder",
  { ignore },
  async () => {
    const file = await Deno.makeTempFile();
    const log = createLog({
      level: "info",
      format: "text",
      nowMs: () => 0,
      write: () => {},
    });
    for (const path of [file, `${file}-missing`]) {
      await assertRejects(() => StaticPages.open(path, log), StartupError);
    }
    await Deno.remove(file);
  },
);

Deno.test(
  "StaticPages.open() refuses a folder from which keys of the server would be served",
  { ignore },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "maru-static-" });
    const log = createLog({
      level: "info",
      format: "text",
      nowMs: () => 0,
      write: () => {},
    });
    for (const name of ["data", ".data", "pages", "pages/deep"]) {
      await Deno.mkdir(`${folder}/${name}`);
    }
    const open = (pages: string, ...keys: string[]) =>
      StaticPages.open(folder + pages, log, keys.map((key) => folder + key));
    for (const pages of ["", "/data", "/data/"]) {
      await assertRejects(
        () => open(pages, "/pages", "/data"),
        StartupError,
        "would be served",
      );
    }
    // Hidden, elsewhere, above, of a similar name, or not there.
    await open("", "/.data");
    await open("/pages", "/data", "", "/pages2");
    await Deno.mkdir(`${folder}/pages2`);
    await open("/pages", "/pages2");
    await Deno.remove(folder, { recursive: true });
  },
);
