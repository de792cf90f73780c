import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { parseCidr } from "../../../../server/net/cidr.ts";
import type { TcpPeer } from "../../../../server/http/client_address.ts";
import { Asset, createAssets } from "../../../../server/http/assets.ts";
import { createRouter } from "../../../../server/http/router.ts";
import {
  createRoutes,
  type RoutesOptions,
} from "../../../../server/http/routes.ts";
import { createLog } from "../../../../server/log.ts";
import { RateLimiter } from "../../../../server/net/rate_limiter.ts";

const PEER: TcpPeer = { address: "192.0.2.7", port: 5000, isTls: true };

const FILES: Readonly<Record<string, string>> = {
  "index.html": "<!doctype html><title>Maru</title>",
  "room.html": "<!doctype html><title>A room</title>",
  "check.html": "<!doctype html><title>The check</title>",
  "learn.html": "<!doctype html><title>The guide</title>",
  "learn_sandbox.html": "<!doctype html><title>The box</title>",
  "assets/main-AB12.js": "export {};",
  "favicon.svg": "<svg/>",
  "maru.js": "export {};",
  "maru.d.ts": "export {};",
};

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  ts: "text/typescript; charset=utf-8",
};

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  peer?: TcpPeer;
}

async function served(overrides: Partial<RoutesOptions> = {}) {
  const assets = new Map<string, Asset>();
  for (const [path, text] of Object.entries(FILES)) {
    const file = {
      path,
      type: TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "",
      immutable: path.startsWith("assets/"),
      codings: [],
    };
    assets.set(
      `/${path}`,
      await Asset.create(file, new TextEncoder().encode(text)),
    );
  }
  const logged: string[] = [];
  const refused: string[] = [];
  let nowMs = 0;
  const handler = createRouter({
    ...createRoutes({
      assets: createAssets(assets),
      localAuthority: () => ({
        der: new Uint8Array([48, 0]),
        fingerprint: "AB:CD",
      }),
      iceConfigFor: (client) => ({
        iceServers: [{ urls: [`stun:${client.host}`] }],
        ttlSeconds: 60,
      }),
      iceRateLimiter: new RateLimiter({ burst: 2, perSecond: 1, maxKeys: 10 }),
      invitationUrls: () => ["https://192.168.0.7:8443"],
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
      nowMs: () => nowMs,
      ...overrides,
    }),
    isHostAllowed: ({ host }) => host !== "evil.example",
    trustedProxies: [parseCidr("10.0.0.0/8")].filter((c) => c !== null),
    hasPublicCertificate: () => false,
    log: createLog({
      level: "debug",
      format: "text",
      nowMs: () => 0,
      write: (line) => logged.push(line),
    }),
    onRefusal: (cause, { client }) => refused.push(`${cause} ${client}`),
  });
  const ask = (path: string, { method, headers, peer }: Ask = {}) =>
    handler(
      new Request(`http://maru.example:8443${path}`, {
        method: method ?? "GET",
        headers: { host: "maru.example:8443", ...headers },
      }),
      peer ?? PEER,
    );
  return { ask, logged, refused, at: (ms: number) => (nowMs = ms) };
}

async function codeOf(response: Response): Promise<string> {
  const body = await response.json();
  assertEquals(typeof body.error.message, "string");
  return body.error.code;
}

Deno.test.each([
  { path: "/", type: "text/html; charset=utf-8" },
  { path: "/r/team-1", type: "text/html; charset=utf-8" },
  { path: "/r/%EB%A7%88%EB%A3%A8", type: "text/html; charset=utf-8" },
  { path: "/assets/main-AB12.js", type: "text/javascript; charset=utf-8" },
  { path: "/favicon.svg", type: "image/svg+xml" },
  { path: "/maru.js", type: "text/javascript; charset=utf-8" },
  { path: "/maru.d.ts", type: "text/typescript; charset=utf-8" },
  { path: "/ice", type: "application/json" },
  { path: "/livez", type: "text/plain; charset=utf-8" },
  { path: "/readyz", type: "text/plain; charset=utf-8" },
  { path: "/ca", type: "text/html; charset=utf-8" },
  { path: "/ca.crt", type: "application/x-x509-ca-cert" },
])(
  "GET $path answers 200 with $type, and HEAD the same without a body",
  async (c) => {
    const { ask } = await served();
    const got = await ask(c.path);
    assertEquals([got.status, got.headers.get("content-type")], [200, c.type]);
    const length = (await got.arrayBuffer()).byteLength;
    assert(length > 0);
    assertEquals(got.headers.get("content-length"), String(length));
    const head = await ask(c.path, { method: "HEAD" });
    assertEquals([head.status, head.headers.get("content-type")], [
      200,
      c.type,
    ]);
    assertEquals(head.headers.get("content-length"), String(length));
    assertEquals(head.body, null);
  },
);

Deno.test.each([
  "/nothing",
  "/r/a/b",
  "/r/a%2Fb",
  "/r/%FF",
  "/assets/",
  "/assets/../index.html/x",
  "/assets/%2e%2e/%2e%2e/deno.json",
  "/..%2f..%2fetc/passwd",
  "/assets/..%5c..%5cdeno.json",
  "//etc/passwd",
  "/files.json",
  "/__proto__",
  "/room/tea",
  "/check/tea",
  "/r/%F0%9F%98%80",
])("GET $0 answers 404 with a code", async (path) => {
  const { ask } = await served();
  const response = await ask(path);
  assertEquals(response.status, 404);
  assertEquals(await codeOf(response), "not-found");
});

Deno.test("An unknown path answers a browser with a page", async () => {
  const { ask } = await served();
  const response = await ask("/x", { headers: { accept: "text/html,*/*" } });
  assertEquals(response.status, 404);
  const html = await response.text();
  assertStringIncludes(
    html,
    '<h1 class="title">Nothing was found at this address</h1>',
  );
  assertStringIncludes(html, '<a class="button is-primary" href="./">Home</a>');
});

Deno.test("The page of an unknown path is in the language of the visitor and leads home from any depth", async () => {
  const { ask } = await served();
  const headers = { accept: "text/html", "accept-language": "ko-KR,en;q=0.5" };
  for (const [path, base] of [["/x", "./"], ["/a/b/c", "../../"]] as const) {
    const response = await ask(path, { headers });
    assertEquals(response.headers.get("content-language"), "ko");
    const html = await response.text();
    assertStringIncludes(html, '<html lang="ko">');
    assertStringIncludes(
      html,
      `<a class="button is-primary" href="${base}">홈</a>`,
    );
    assertStringIncludes(html, `href="${base}page.css"`);
  }
});

Deno.test.each([
  ["/r/tea/", "/r/tea"],
  ["/r/tea.", "/r/tea"],
  ["/r/tea),", "/r/tea"],
  ["/r/tea%E3%80%82", "/r/tea"],
  ["/r/tea%20time", "/r/tea-time"],
  ["/r/%25EB%25A7%2588%25EB%25A3%25A8", "/r/%EB%A7%88%EB%A3%A8"],
  ["/R/Tea-Time", "/r/Tea-Time"],
  ["//r//tea", "/r/tea"],
  ["/r%2Ftea", "/r/tea"],
  ["/r/tea/?fbclid=x", "/r/tea"],
  ["/r", "/"],
  ["/r/", "/"],
  ["/check/", "/check"],
  ["/Learn/", "/learn"],
  ["/Check.", "/check"],
  ["/ca/?lang=ko", "/ca?lang=ko"],
])("GET %s leads to %s, also below a path of a proxy", async (path, target) => {
  const { ask } = await served();
  for (const method of ["GET", "HEAD"]) {
    const response = await ask(path, { method });
    assertEquals(response.status, 302);
    const location = response.headers.get("location") ?? "";
    for (const folder of ["https://maru.example", "https://a.example/maru"]) {
      assertEquals(new URL(location, folder + path).href, folder + target);
    }
  }
});

Deno.test("The page of a room is the one whose files lie a folder higher", async () => {
  const { ask } = await served();
  for (const path of ["/r/tea", "/r/TEA", "/r/tea?fbclid=x"]) {
    assertStringIncludes(await (await ask(path)).text(), "A room");
  }
});

Deno.test.each(["POST", "PUT", "DELETE", "OPTIONS", "constructor"])(
  "$0 on a known path answers 405 with Allow",
  async (method) => {
    const { ask } = await served();
    for (const path of ["/", "/ice", "/assets/main-AB12.js"]) {
      const response = await ask(path, { method });
      assertEquals(response.status, 405);
      assertEquals(response.headers.get("allow"), "GET, HEAD");
      assertEquals(await codeOf(response), "method-not-allowed");
    }
  },
);

Deno.test("Every response carries the security headers", async () => {
  const { ask } = await served();
  for (const path of ["/", "/nothing", "/ice", "/socket", "/ca"]) {
    const { headers } = await ask(path);
    assertStringIncludes(
      headers.get("content-security-policy") ?? "",
      "connect-src 'self' wss://maru.example:8443",
    );
    assertEquals(headers.get("x-content-type-options"), "nosniff");
  }
});

Deno.test("/ice is limited per address and recovers after a second", async () => {
  const { ask, at } = await served();
  const first = await ask("/ice");
  assertEquals(first.headers.get("cache-control"), "no-store");
  assertEquals(await first.json(), {
    iceServers: [{ urls: ["stun:maru.example:8443"] }],
    ttlSeconds: 60,
  });
  assertEquals((await ask("/ice")).status, 200);
  const third = await ask("/ice");
  assertEquals(third.headers.get("retry-after"), "1");
  assertEquals(await codeOf(third), "too-many-requests");
  const other = { address: "192.0.2.8", port: 1, isTls: true };
  assertEquals((await ask("/ice", { peer: other })).status, 200);
  at(999);
  assertEquals((await ask("/ice")).status, 429);
  at(1000);
  assertEquals((await ask("/ice")).status, 200);
});

Deno.test.each(["/ice", "/maru.js", "/maru.d.ts"])(
  "%s lets pages of a listed origin read it, and no others",
  async (path) => {
    const { ask } = await served({
      allowedOrigins: { kind: "list", origins: ["https://a.example"] },
    });
    const headersFor = async (origin: string, more = {}) =>
      (await ask(path, { headers: { origin, ...more } })).headers;
    const allowed = await headersFor("https://a.example");
    assertEquals(
      allowed.get("access-control-allow-origin"),
      "https://a.example",
    );
    assertMatch(allowed.get("vary") ?? "", /\bOrigin\b/);
    const other = await headersFor("https://b.example");
    assertEquals(other.get("access-control-allow-origin"), null);
    assertMatch(other.get("vary") ?? "", /\bOrigin\b/);
    // An answer of 304 needs the header as well.
    const known = { "if-none-match": allowed.get("etag") ?? "" };
    const again = await headersFor("https://a.example", known);
    assertEquals(
      again.get("access-control-allow-origin"),
      "https://a.example",
    );
  },
);

Deno.test("/socket tells every page why its attempt failed", async () => {
  const { ask } = await served();
  const answer = await ask("/socket?attempt=1", {
    headers: { origin: "https://b.example" },
  });
  assertEquals(answer.headers.get("access-control-allow-origin"), "*");
  assertEquals(await codeOf(answer), "socket-blocked");
});

Deno.test("/socket answers 426 to a request without an upgrade", async () => {
  const { ask } = await served();
  const bare = await ask("/socket?room=a");
  assertEquals(bare.status, 426);
  assertEquals(bare.headers.get("upgrade"), "websocket");
  assertEquals(await codeOf(bare), "upgrade-required");
});

Deno.test("/ice has the host that the browser used, as a trusted proxy reports it", async () => {
  const { ask } = await served();
  const headers = {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "call.example",
  };
  const urlFor = async (peer: TcpPeer) =>
    (await (await ask("/ice", { headers, peer })).json()).iceServers[0]
      .urls[0];
  const proxy = { address: "10.0.0.1", port: 1, isTls: false };
  assertEquals(await urlFor(proxy), "stun:call.example");
  assertEquals(await urlFor(PEER), "stun:maru.example:8443");
});

Deno.test("/readyz answers 503 while the server accepts no members, /livez answers the version", async () => {
  const { ask } = await served({ isReady: () => false });
  const response = await ask("/readyz");
  assertEquals(response.status, 503);
  assertEquals(await codeOf(response), "not-ready");
  const live = await ask("/livez");
  assertEquals([live.status, await live.text()], [200, "ok 0.7.0\n"]);
});

Deno.test("/ca and /ca.crt answer 404 when there is no local authority", async () => {
  const { ask } = await served({ localAuthority: () => undefined });
  for (const path of ["/ca", "/ca.crt"]) {
    assertEquals(await codeOf(await ask(path)), "no-local-authority");
  }
});

Deno.test.each([
  { accept: "ko-KR,ko;q=0.9,en;q=0.8", query: "", language: "ko" },
  { accept: "fr,en;q=0.5", query: "", language: "en" },
  { accept: "de", query: "", language: "en" },
  { accept: "en", query: "?lang=ko", language: "ko" },
])(
  "/ca$query has language $language for $accept",
  async ({ accept, query, language }) => {
    const { ask } = await served();
    const response = await ask(`/ca${query}`, {
      headers: { "accept-language": accept },
    });
    const html = await response.text();
    assertStringIncludes(html, `<html lang="${language}">`);
    assertStringIncludes(html, "AB:CD");
    assertMatch(html, /href="ca\.crt"/);
  },
);

Deno.test("An exception in a handler answers 500 and is logged with its stack, without the query", async () => {
  const { ask, logged } = await served({
    iceConfigFor: () => {
      throw new Error("boom");
    },
  });
  const response = await ask("/ice?token=hidden");
  assertEquals(response.status, 500);
  assertEquals(await codeOf(response), "internal-error");
  assertEquals(logged.length, 1);
  assertStringIncludes(logged.join(), "Error: boom");
  assertStringIncludes(logged.join(), "routes_test.ts");
  assertEquals(logged.join().includes("hidden"), false);
});

Deno.test("createRouter() refuses a foreign host everywhere but at the health checks", async () => {
  const { ask, refused } = await served();
  const headers = { host: "evil.example" };
  for (const path of ["/", "/ice", "/rooms/tea", "/nowhere"]) {
    const response = await ask(path, { headers });
    assertEquals(response.status, 403);
    assertEquals(await codeOf(response), "host-not-allowed");
  }
  assertEquals(refused.length, 4);
  for (const path of ["/livez", "/readyz"]) {
    assertEquals((await ask(path, { headers })).status, 200);
  }
});

Deno.test("createRouter() reports each error response with the address of its client", async () => {
  const { ask, refused } = await served();
  await ask("/nowhere");
  await ask("/", { method: "POST" });
  await ask("/ice");
  const peer = { ...PEER, address: "10.0.0.1" };
  await ask("/socket", { peer, headers: { "x-forwarded-for": "192.0.2.9" } });
  assertEquals(refused, [
    "not-found 192.0.2.7",
    "method-not-allowed 192.0.2.7",
    "upgrade-required 192.0.2.9",
  ]);
});

Deno.test.each([
  [{}, "Nothing was found at this address"],
  [{ "accept-language": "ko-KR, en;q=0.5" }, "이 주소에는 아무것도 없어요"],
  [{ "accept-language": "fr" }, "Nothing was found at this address"],
])("An error response speaks the language of $0", async (headers, sentence) => {
  const { ask } = await served();
  const { error } = await (await ask("/nowhere", { headers })).json();
  assertEquals(error.message, sentence);
  const page = await ask("/nowhere", {
    headers: { ...headers, accept: "text/html" },
  });
  assertStringIncludes(await page.text(), sentence);
});

Deno.test("A host that is not allowed is blamed on a proxy that is not trusted", async () => {
  const { ask } = await served();
  const host = { host: "evil.example" };
  const statusAndCode = async (headers: Record<string, string>) => {
    const response = await ask("/", { headers });
    return [response.status, (await response.json()).error.code];
  };
  assertEquals(await statusAndCode(host), [403, "host-not-allowed"]);
  assertEquals(await statusAndCode({ ...host, "x-forwarded-proto": "https" }), [
    403,
    "proxy-untrusted",
  ]);
});

Deno.test("changed code of the guide runs in a document of an opaque origin, and only its page may show it", async () => {
  const { ask } = await served();
  const cspOf = async (path: string) =>
    (await ask(path)).headers.get("content-security-policy") ?? "";
  const box = await cspOf("/learn/sandbox");
  assertStringIncludes(box, "sandbox allow-scripts; default-src 'none'");
  assertStringIncludes(box, "frame-ancestors 'self'");
  assert(!box.includes("allow-same-origin"));
  assertStringIncludes(await cspOf("/learn"), "frame-src 'self'");
  for (const path of ["/", "/r/tea", "/check", "/learn"]) {
    assert(!/'unsafe-(eval|inline)'/.test(await cspOf(path)), path);
  }
  for (const path of ["/", "/r/tea", "/check"]) {
    assert(!(await cspOf(path)).includes("frame-src"), path);
  }
  assertEquals((await ask("/learn_sandbox.html")).status, 404);
});

Deno.test("/ca says in six sentences what the certificate protects, in both languages", async () => {
  const { ask } = await served();
  for (const [lang, word] of [["en", "does not"], ["ko", "않아요"]] as const) {
    const html = await (await ask(`/ca?lang=${lang}`)).text();
    const list = html.slice(html.indexOf("<ul>"), html.indexOf("</ul>"));
    const sentences = list.match(/<li>[^<]+[.]<\/li>/g) ?? [];
    assertEquals(sentences.length, 6);
    assertEquals(sentences.filter((text) => text.includes(word)).length, 2);
  }
});
