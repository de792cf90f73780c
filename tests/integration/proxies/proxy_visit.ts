/**
 * Visits of a Maru behind a proxy: what a page asks for, and what has to work.
 *
 * @module
 */
import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { HttpExchange, type RawResponse } from "../../fakes/http_exchange.ts";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import type { RunningMaru } from "../../fakes/running_maru.ts";
import { isProxyMissing, type RealProxy } from "./real_proxy.ts";

/** Proxies that are not installed here; in CI all are. */
export const MISSING = {
  nginx: await isProxyMissing("nginx"),
  caddy: await isProxyMissing("caddy"),
  haproxy: await isProxyMissing("haproxy"),
};

/** Settings that the files of `deploy/` name. */
export const BEHIND_PROXY = { TLS: "off", TRUSTED_PROXIES: "127.0.0.1,::1" };

/** More than the sockets of the call, with one that is just being closed. */
export const VISITOR_LIMIT = 4;

/** What differs from a plain visit. */
export interface Visit {
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly localAddress?: string;
}

/** Origin of the page behind a proxy. */
export function originOf(
  { port, authorityPem, serverName }: RealProxy,
): string {
  const scheme = authorityPem === undefined ? "http" : "https";
  return `${scheme}://${serverName}:${port}`;
}

/** Opens a WebSocket as a page behind the proxy does. */
export function openSocket(
  proxy: RealProxy,
  visit: Visit = {},
): Promise<RawWebSocket> {
  return RawWebSocket.open({
    ...proxy,
    ...visit,
    headers: {
      "Host": `${proxy.serverName}:${proxy.port}`,
      "Origin": originOf(proxy),
      "Sec-WebSocket-Protocol": "maru.v1",
      ...visit.headers,
    },
  });
}

/** Requests a path as a page behind the proxy does. */
export async function get(
  proxy: RealProxy,
  path: string,
  fields = "",
): Promise<RawResponse> {
  await using client = HttpExchange.connect(proxy);
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${proxy.serverName}:${proxy.port}`,
    // Otherwise Caddy asks for gzip itself, and the length gets lost.
    "Accept-Encoding: identity",
    `${fields}\r\n`,
  ];
  client.send(head.join("\r\n"));
  return await client.readResponse();
}

/** The page, its script, its policy, `/ice`, and a request with large headers. */
export async function assertPageWorks(proxy: RealProxy): Promise<void> {
  const page = await get(proxy, "/r/tea", `Cookie: a=${"x".repeat(6_000)}\r\n`);
  assertEquals(page.status, 200);
  const [, script = ""] = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(page.body) ??
    [];
  const asset = await get(proxy, `/${script}`);
  assertEquals(asset.status, 200);
  assertGreater(asset.body.length, 1_000);
  const socket = originOf(proxy).replace("http", "ws");
  const csp = page.headers.get("content-security-policy") ?? "";
  assert(csp.endsWith(`connect-src 'self' ${socket}`), csp);
  const ice = await get(proxy, "/ice");
  assertEquals(JSON.parse(ice.body), { iceServers: [], ttlSeconds: 3600 });
}

/** Two members meet, speak, and one comes back after its connection broke. */
export async function assertCallWorks(proxy: RealProxy): Promise<void> {
  const target = "/socket?room=tea";
  const ada = await openSocket(proxy, { target });
  await ada.waitForEvent("welcome");
  const bo = await openSocket(proxy, { target });
  const { id, resume } = await bo.waitForEvent("welcome");
  await ada.waitForEvent("peer-joined");
  ada.send({ event: "offer", data: { sdp: "x".repeat(20_000) }, to: id });
  assertEquals(await bo.waitForEvent("offer"), { sdp: "x".repeat(20_000) });
  await bo.destroy();
  const back = await openSocket(proxy, {
    target: `/socket?resume=${resume}&received=1`,
  });
  const welcome = await back.waitForEvent("welcome");
  assertEquals([welcome.id, welcome.resumed], [id, true]);
  back.send({ event: "answer" });
  await ada.waitForEvent("answer");
  await Promise.all([ada.destroy(), back.destroy()]);
}

/** Connections count for the visitor, whatever header the visitor sends. */
export async function assertVisitorsCount(
  maru: RunningMaru,
  proxy: RealProxy,
): Promise<void> {
  const forged = { "X-Forwarded-For": "203.0.113.9" };
  const one = { localAddress: "127.0.0.8", headers: forged };
  const sockets: RawWebSocket[] = [];
  for (let i = 0; i < VISITOR_LIMIT; i++) {
    const socket = await openSocket(proxy, one);
    await socket.waitForEvent("welcome");
    sockets.push(socket);
  }
  const tooMany = await openSocket(proxy, one);
  assertEquals(await tooMany.waitForClose(), 4005);
  assertEquals(causesIn(maru), ["addressFull"]);
  assertMatch(maru.logLines.join("\n"), / client=127\.0\.0\.8/);
  const other = await openSocket(proxy, { localAddress: "127.0.0.9" });
  await other.waitForEvent("welcome");
  sockets.push(tooMany, other);
  await Promise.all(sockets.map((socket) => socket.destroy()));
}

/** Causes of the warnings in the log, in order. */
export function causesIn({ logLines }: RunningMaru): string[] {
  return logLines.flatMap((line) =>
    / WARN .* cause=([\w-]+)/.exec(line)?.[1] ?? []
  );
}

const ATTEMPT = "attempt-1";

/** The answer to a page that asks why its WebSocket failed. */
async function askWhy(proxy: RealProxy): Promise<RawResponse> {
  return await get(
    proxy,
    `/socket?attempt=${ATTEMPT}`,
    "Accept-Language: ko\r\n",
  );
}

/** A WebSocket is refused twice, and the page gets the code of the reason. */
export async function assertRefused(
  proxy: RealProxy,
  code: string,
): Promise<void> {
  for (let i = 0; i < 2; i++) {
    const socket = await openSocket(proxy, {
      target: `/socket?attempt=${ATTEMPT}`,
    });
    assertMatch(socket.responseHead, /^HTTP\/1\.1 4(03|26) /);
    await socket.destroy();
  }
  const { error } = JSON.parse((await askWhy(proxy)).body);
  assertEquals(error.code, code);
}
