import { assert, assertEquals, assertNotEquals } from "@std/assert";
import net from "node:net";
import tls from "node:tls";
import { createAuthority } from "../../../../server/certificate/authority.ts";
import { createLeaf } from "../../../../server/certificate/leaf.ts";
import { Front } from "../../../../server/front/front.ts";
import { encodeClientFrame } from "../../../../tools/websocket_frames.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
} from "../../../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** Two certificates of one authority. */
async function twoPairs() {
  const nowMs = Date.now();
  const names = { dns: ["localhost"], ips: ["127.0.0.1"] };
  const authority = await createAuthority({
    hostName: "test",
    dns: ["localhost"],
    nowMs,
  });
  const make = () => createLeaf({ authority, names, nowMs });
  return {
    ca: authority.cert,
    pairs: [await make(), await make()] as const,
  };
}

function serialOf(port: number, ca: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { port, host: "127.0.0.1", ca, servername: "localhost" };
  const stream = tls.connect(options, () => {
    const { serialNumber } = stream.getPeerCertificate();
    stream.once("close", () => resolve(serialNumber));
    stream.destroy();
  });
  stream.once("error", reject);
  return promise;
}

test("The front changes its certificate under an open WebSocket", async () => {
  const { ca, pairs: [first, second] } = await twoPairs();
  const events: string[] = [];
  const front = new Front({
    certificate: first,
    limits: {
      maxConnections: 10,
      maxConnectionsPerIp: 10,
      handshakeTimeoutMs: 5_000,
      headerTimeoutMs: 5_000,
      idleTimeoutMs: 5_000,
    },
    upstreamPort: () => 1,
    quotaKeyOf: (address) => address,
    takeRequest: () => 0,
    takesBody: () => false,
    acceptsUpgrade: () => true,
    onBug: (error) => events.push(String(error)),
    onUpgrade: ({ stream, rest }) => {
      events.push(new TextDecoder().decode(rest));
      stream.on("data", (chunk) => stream.write(chunk));
      stream.write("HTTP/1.1 200 OK\r\n\r\n");
      stream.resume();
      return null;
    },
    onStun: ({ stream }) => stream.destroy(),
    onRefusal: (cause) => events.push(cause),
    onListenerError: (error) => events.push(String(error)),
  });
  const port = await front.listen(0, "127.0.0.1");
  const open = await RawWebSocket.open({ port, authorityPem: ca });
  const before = await serialOf(port, ca);
  front.setCertificate(second);
  assertNotEquals(await serialOf(port, ca), before);
  const echoed: string[] = [];
  open.stream.on("data", (chunk) => echoed.push(String(chunk)));
  open.stream.write("still here");
  await open.waitUntil(() => echoed.join("").includes("still here"));
  assertEquals(events, [""]);
  await open.destroy();
  front.stopListening();
  front.destroy();
});

test("The front selects HTTP/1.1, keeps the connection, and passes the peer on", async () => {
  await using maru = await runMaru();
  using client = Deno.createHttpClient({ caCerts: [maru.authorityPem ?? ""] });
  const url = `https://localhost:${maru.port}`;
  const page = await fetch(`${url}/`, { client });
  assertEquals(page.status, 200);
  assertEquals((await page.text()).includes("<!DOCTYPE html>"), true);
  const csp = page.headers.get("content-security-policy") ?? "";
  assert(csp.includes(`wss://localhost:${maru.port}`), csp);
  assertEquals(page.headers.get("connection"), null);
  const socket = await fetch(`${url}/socket`, { client });
  assertEquals(socket.status, 426);
  await socket.body?.cancel();
});

test("The front answers every address over one kept connection", async () => {
  await using maru = await runMaru();
  await using client = HttpExchange.connect(maru);
  const paths = ["/", "/livez", "/ice", "/rooms/tea", "/ca", "/ca.crt", "/x"];
  for (const path of paths) {
    client.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const { status, headers, body } = await client.readResponse();
    assertEquals(status, path === "/x" ? 404 : 200, path);
    assertEquals(headers.get("content-length"), String(body.length), path);
  }
  client.send("POST /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const refused = await client.readResponse();
  assertEquals([refused.status, refused.headers.get("allow")], [
    405,
    "GET, HEAD",
  ]);
  client.send(
    "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n\r\n",
  );
  const page = await client.readResponse();
  assertEquals(page.headers.get("content-encoding"), "br");
});

test("The front refuses a socket of a foreign origin, not one without an origin", async () => {
  await using maru = await runMaru();
  const foreign = await RawWebSocket.open({
    ...maru,
    headers: { Origin: "https://evil.example" },
  });
  assert(
    foreign.responseHead.startsWith("HTTP/1.1 403 "),
    foreign.responseHead,
  );
  const own = await RawWebSocket.open({
    ...maru,
    headers: { Origin: `https://localhost:${maru.port}` },
  });
  assertEquals((await own.nextMessage()).event, "welcome");
  const none = await RawWebSocket.open(maru);
  assertEquals((await none.nextMessage()).event, "welcome");
  await Promise.all([foreign, own, none].map((socket) => socket.destroy()));
});

test("The front accepts a listed origin, and every origin with `*`", async () => {
  for (const ALLOWED_ORIGINS of ["https://app.example", "*"]) {
    await using maru = await runMaru({ TLS: "off", ALLOWED_ORIGINS });
    const headers = { Origin: "https://app.example" };
    const socket = await RawWebSocket.open({ ...maru, headers });
    assertEquals((await socket.nextMessage()).event, "welcome");
    await socket.destroy();
  }
});

test("The front closes a TLS handshake that exceeds its deadline", async () => {
  await using maru = await runMaru({ HANDSHAKE_TIMEOUT_MS: "200" });
  const silent = await RawWebSocket.connect({ port: maru.port });
  await silent.waitForClose();
  const other = await RawWebSocket.open(maru);
  assertEquals((await other.nextMessage()).event, "welcome");
  await other.destroy();
});

test("The front answers 408 to an unfinished head, 431 to a large one, 400 to nonsense", async () => {
  await using maru = await runMaru({ TLS: "off", HEADER_TIMEOUT_MS: "200" });
  const cases = [
    ["GET / HTTP/1.1\r\nHost: x\r\n", "HTTP/1.1 408 Request Timeout"],
    [
      `GET / HTTP/1.1\r\nX: ${"y".repeat(17_000)}\r\n`,
      "HTTP/1.1 431 Request Header Fields Too Large",
    ],
    ["\u0016\u0003\u0001 hello\r\n\r\n", "HTTP/1.1 400 Bad Request"],
  ] as const;
  for (const [bytes, status] of cases) {
    const socket = await RawWebSocket.connect({ port: maru.port });
    socket.stream.write(bytes);
    await socket.waitUntil(() => socket.responseHead !== "");
    assertEquals(socket.responseHead.split("\r\n")[0], status);
    await socket.destroy();
  }
});

test("The front reads a head that arrives byte by byte, with a frame behind it", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.connect({ port: maru.port });
  const head = "GET /socket?room=slow HTTP/1.1\r\nHost: localhost\r\n" +
    "upgrade: WEBSOCKET\r\nCONNECTION: keep-alive, upgrade\r\n" +
    "Sec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  for (const letter of head.slice(0, -1)) socket.stream.write(letter);
  const ping = encodeClientFrame(JSON.stringify({ event: "ping" }));
  socket.stream.write(Uint8Array.of(0x0a, ...ping));
  assertEquals((await socket.nextMessage()).event, "welcome");
  assertEquals((await socket.nextMessage()).event, "pong");
  await socket.destroy();
});

test("The front closes connections beyond the limit of an address, and accepts new ones afterwards", async () => {
  await using maru = await runMaru({
    TLS: "off",
    MAX_CONNECTIONS_PER_IP: "1",
  });
  const sockets: net.Socket[] = [];
  for (let i = 0; i < 60; i++) {
    const socket = net.connect({ port: maru.port, host: "127.0.0.1" });
    socket.on("error", () => {});
    sockets.push(socket);
  }
  const closed = sockets.map((socket) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.once("close", () => resolve());
    return promise;
  });
  const isCut = () => sockets.filter((socket) => socket.closed).length;
  while (isCut() < 60 - 33) await Promise.race(closed.slice(isCut()));
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  let late = await RawWebSocket.open(maru);
  for (let i = 0; i < 100 && late.responseHead === ""; i++) {
    late = await RawWebSocket.open(maru);
  }
  assertEquals((await late.nextMessage()).event, "welcome");
  await late.destroy();
});

test("The loopback server refuses connections that the front did not open", async () => {
  const { serveHttp } = await import("../../../../server/http/http_server.ts");
  let refused = 0;
  const http = serveHttp(
    () => Promise.resolve(new Response("secret")),
    () => undefined,
    () => {},
    () => refused++,
  );
  const response = await fetch(`http://127.0.0.1:${http.port}/`);
  assertEquals([response.status, await response.text()], [403, ""]);
  assertEquals(refused, 1);
  await http.close();
});

test("The front believes forwarded headers of a trusted proxy only", async () => {
  const forwarded = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "call.example",
    "X-Forwarded-For": "203.0.113.9",
    "Origin": "https://call.example",
  };
  await using trusting = await runMaru({
    TLS: "off",
    TRUSTED_PROXIES: "127.0.0.0/8",
    MAX_CONNECTIONS_PER_IP: "1",
  });
  const a = await RawWebSocket.open({ ...trusting, headers: forwarded });
  assertEquals((await a.nextMessage()).event, "welcome");
  const same = await RawWebSocket.open({ ...trusting, headers: forwarded });
  assertEquals(await same.waitForClose(), 4005);
  const b = await RawWebSocket.open({
    ...trusting,
    headers: { ...forwarded, "X-Forwarded-For": "203.0.113.10" },
  });
  assertEquals((await b.nextMessage()).event, "welcome");
  await using untrusting = await runMaru({ TLS: "off" });
  const c = await RawWebSocket.open({ ...untrusting, headers: forwarded });
  assert(c.responseHead.startsWith("HTTP/1.1 403 "), c.responseHead);
  await Promise.all([a, same, b, c].map((socket) => socket.destroy()));
});
