import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { request } from "node:http";
import { brotliCompressSync } from "node:zlib";
import { loadAssets } from "../../../../server/http/assets.ts";
import { createRouter } from "../../../../server/http/router.ts";
import { createRoutes } from "../../../../server/http/routes.ts";
import { silentLog } from "../../../../server/log.ts";
import { RateLimiter } from "../../../../server/net/rate_limiter.ts";
import { StartupError } from "../../../../server/startup_error.ts";

async function isGranted(name: "net" | "write"): Promise<boolean> {
  return (await Deno.permissions.query({ name })).state === "granted";
}

const ignore = !await isGranted("net") || !await isGranted("write");
const DOCUMENTS = ["index", "room", "check", "learn", "learn_sandbox"];
const PAGES = DOCUMENTS.map((name) => ({
  path: `${name}.html`,
  type: "text/html",
  immutable: false,
  codings: [],
}));
const SCRIPT = "export const message = 'hello';\n".repeat(200);

/** Runs `body` with a directory like the one that the build makes. */
async function withBuilt(
  body: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${directory}/assets`);
    for (const { path } of PAGES) {
      await Deno.writeTextFile(`${directory}/${path}`, "<p>");
    }
    const script = `${directory}/assets/main-AB.js`;
    await Deno.writeTextFile(script, SCRIPT);
    await Deno.writeFile(`${script}.br`, brotliCompressSync(SCRIPT));
    await Deno.writeTextFile(
      `${directory}/files.json`,
      JSON.stringify([
        ...PAGES,
        {
          path: "assets/main-AB.js",
          type: "text/javascript",
          immutable: true,
          codings: ["br"],
        },
      ]),
    );
    await body(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

interface Raw {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Sends a path exactly as it is written; `fetch` would tidy it up. */
function raw(port: number, method: string, path: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": "br", connection: "close" };
    request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const body = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body,
        });
      });
    }).on("error", reject).end();
  });
}

Deno.test({
  name:
    "a real server sends the compressed form, its length also to HEAD, and no other file",
  ignore,
  fn: () =>
    withBuilt(async (directory) => {
      const assets = await loadAssets(directory);
      const handler = createRouter({
        ...createRoutes({
          assets,
          localAuthority: () => undefined,
          iceConfigFor: () => ({ iceServers: [], ttlSeconds: 1 }),
          iceRateLimiter: new RateLimiter({
            burst: 1,
            perSecond: 1,
            maxKeys: 1,
          }),
          invitationUrls: () => [],
          rosterOf: () => ({ room: null, members: [] }),
          membersRateLimiter: new RateLimiter({
            burst: 2,
            perSecond: 1,
            maxKeys: 10,
          }),
          explainSocketFailure: () => "socket-blocked",
          allowedOrigins: { kind: "same" },
          embedOrigins: { kind: "none" },
          findStaticPage: () => undefined,
          metrics: () => new Response("maru_ready 1"),
          api: [],
          admin: {
            listRooms: () => new Response("rooms"),
            endRoom: () => new Response("ended"),
            drain: () => new Response("draining"),
          },
          isReady: () => true,
          version: "0.7.0",
          nowMs: () => 0,
        }),
        isHostAllowed: () => true,
        trustedProxies: [],
        hasPublicCertificate: () => false,
        log: silentLog,
        onRefusal: () => {},
      });
      const server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen: () => {} },
        (request, { remoteAddr: { hostname: address, port } }) =>
          handler(request, { address, port, isTls: false }),
      );
      try {
        const { port } = server.addr;
        const got = await raw(port, "GET", "/assets/main-AB.js");
        assertEquals(got.headers["content-encoding"], "br");
        assert(got.body.length > 0 && got.body.length < SCRIPT.length);
        assertEquals(got.headers["content-length"], String(got.body.length));
        const head = await raw(port, "HEAD", "/assets/main-AB.js");
        assertEquals(head.body.length, 0);
        assertEquals(head.headers["content-length"], String(got.body.length));
        assertEquals(head.headers.etag, got.headers.etag);
        for (const path of ["/../files.json", "/assets/../../deno.json"]) {
          assertEquals((await raw(port, "GET", path)).status, 404);
        }
      } finally {
        await server.shutdown();
      }
    }),
});

Deno.test({
  name: "loadAssets() says that the page is not built when it is not",
  ignore,
  fn: () =>
    withBuilt(async (directory) => {
      const refused = async (): Promise<string> => {
        const error = await assertRejects(
          () => loadAssets(directory),
          StartupError,
        );
        assertEquals(error.reason, "assets");
        return error.message;
      };
      const list = `${directory}/files.json`;
      await Deno.writeTextFile(list, "{");
      assertStringIncludes(await refused(), "files.json is not JSON");
      const outside = [{ path: "../deno.json", immutable: false }];
      await Deno.writeTextFile(list, JSON.stringify(outside));
      assertStringIncludes(await refused(), "is not a list");
      await Deno.writeTextFile(list, "[]");
      assertStringIncludes(await refused(), "lacks index.html");
      await Deno.remove(list);
      assertStringIncludes(await refused(), "run deno task build");
    }),
});
