import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadConfig } from "../../../../server/config/config.ts";
import { Asset, createAssets } from "../../../../server/http/assets.ts";
import {
  createEmbedScriptHandler,
  createRoomPageHandler,
} from "../../../../server/http/embed_page.ts";
import { errorCodeOf } from "../../../../server/http/error_response.ts";
import { responsePolicyOf } from "../../../../server/http/response_policy.ts";
import { createSecurityHeaders } from "../../../../server/http/security_headers.ts";

const CLIENT = {
  address: "192.0.2.7",
  host: "call.example",
  scheme: "https",
  isForwarded: false,
} as const;

async function makeAssets() {
  const names = [
    "index.html",
    "room.html",
    "check.html",
    "learn.html",
    "learn_sandbox.html",
    "embed.js",
  ];
  const files = names.map(async (path) => {
    const file = { path, type: "text/html", immutable: false, codings: [] };
    const body = new TextEncoder().encode(path);
    return [`/${path}`, await Asset.create(file, body)] as const;
  });
  return createAssets(new Map(await Promise.all(files)));
}

async function ask(
  path: string,
  setting: string,
  headers: Record<string, string> = {},
) {
  const { embedOrigins } = loadConfig({ EMBED_ORIGINS: setting });
  const handler = createRoomPageHandler(await makeAssets(), embedOrigins);
  const url = new URL(`https://call.example${path}`);
  const request = new Request(url, { headers });
  const param = decodeURIComponent(url.pathname.slice("/r/".length));
  return await handler(request, { client: CLIENT, url, param });
}

const APP = "https://app.example";
const OTHER = "https://other.example";
const framedBy = (origin: string) => ({
  "sec-fetch-dest": "iframe",
  "referer": `${origin}/`,
});

Deno.test.each([
  ["", "/r/tea", {}, undefined, undefined],
  [`${APP},${OTHER}`, "/r/tea", {}, undefined, undefined],
  ["", "/r/tea?embed", {}, "embed-not-allowed", "*"],
  ["*", "/r/tea?embed", framedBy(OTHER), undefined, "*"],
  [`${APP},${OTHER}`, "/r/tea?embed", {}, undefined, `${APP} ${OTHER}`],
  [APP, "/r/tea?embed&lang=ko", framedBy(APP), undefined, APP],
  [APP, "/r/tea?embed", framedBy(OTHER), "embed-not-allowed", "*"],
  [APP, "/r/tea?embed", framedBy("https://call.example"), undefined, APP],
  [APP, "/r/tea?embed", { referer: OTHER }, undefined, APP],
])(
  "EMBED_ORIGINS=$0 answers $1 from $2 with code $3 and frame-ancestors $4",
  async (setting, path, headers, code, ancestors) => {
    const response = await ask(path, setting, headers);
    assertEquals(errorCodeOf(response), code);
    assertEquals(responsePolicyOf(response).frameAncestors, ancestors);
  },
);

Deno.test("The address of a room with a full stop, in a frame, is redirected with its parameters", async () => {
  const response = await ask("/r/tea.?embed&name=Ada", APP);
  assertEquals(response.headers.get("location"), "../r/tea?embed&name=Ada");
});

Deno.test("The sentence in a frame has no link that stays in it", async () => {
  const response = await ask("/r/tea?embed", "", { accept: "text/html" });
  assertStringIncludes(await response.text(), '<base target="_blank">');
});

Deno.test("embed.js may be loaded by any page, and nothing else is opened by that", async () => {
  const handler = createEmbedScriptHandler(await makeAssets());
  const url = new URL("https://call.example/embed.js");
  const context = { client: CLIENT, url, param: "" };
  const policy = responsePolicyOf(await handler(new Request(url), context));
  const headers = createSecurityHeaders({
    ...policy,
    host: "call.example",
    scheme: "https",
    hasPublicCertificate: true,
  });
  assertEquals(headers["access-control-allow-origin"], "*");
  assertEquals(headers["cross-origin-resource-policy"], "cross-origin");
  assertStringIncludes(
    headers["content-security-policy"] ?? "",
    "frame-ancestors 'none'",
  );
});
