import { assert, assertEquals, assertNotEquals } from "@std/assert";
import net from "node:net";
import tls from "node:tls";
import { makeAuthority } from "../../../../server/certificate/authority.ts";
import { makeLeaf } from "../../../../server/certificate/leaf.ts";
import { type KeyPair, TlsFront } from "../../../../server/front/front.ts";
import { maskedFrame } from "../../../fakes/masked_frame.ts";
import { RawSocket } from "../../../fakes/raw_socket.ts";
import { MAY_RUN, runMaru } from "../../../fakes/running_maru.ts";

const ignore = !MAY_RUN;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** Two pairs of one authority. */
async function twoPairs() {
  const nowMs = Date.now();
  const names = { dns: ["localhost"], ips: ["127.0.0.1"] };
  const authority = await makeAuthority({
    hostName: "test",
    dns: ["localhost"],
    nowMs,
  });
  const make = async (): Promise<KeyPair> => {
    const { certPem, keyPem } = await makeLeaf({ authority, names, nowMs });
    return { cert: certPem, key: keyPem };
  };
  return {
    ca: authority.certPem,
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

test("TlsFront takes a new certificate without dropping an open WebSocket", async () => {
  const { ca, pairs: [first, second] } = await twoPairs();
  const heard: string[] = [];
  const front = new TlsFront({
    keyPair: first,
    limits: {
      maxConnections: 10,
      maxConnectionsPerAddress: 10,
      handshakeTimeoutMs: 5_000,
      headerTimeoutMs: 5_000,
      idleTimeoutMs: 5_000,
    },
    upstreamPort: () => 1,
    ownerOf: (address) => address,
    takesUpgrade: () => true,
    onBug: (error) => heard.push(String(error)),
    onUpgrade: ({ stream, rest }) => {
      heard.push(new TextDecoder().decode(rest));
      stream.on("data", (chunk) => stream.write(chunk));
      stream.write("HTTP/1.1 200 OK\r\n\r\n");
      stream.resume();
      return null;
    },
    onStun: (stream) => stream.destroy(),
    onProblem: (error) => heard.push(String(error)),
  });
  const port = await front.listen(0, "127.0.0.1");
  const open = await RawSocket.open({ port, authorityPem: ca });
  const before = await serialOf(port, ca);
  front.setKeyPair(second);
  assertNotEquals(await serialOf(port, ca), before);
  const echoed: string[] = [];
  open.stream.on("data", (chunk) => echoed.push(String(chunk)));
  open.stream.write("still here");
  await open.until(() => echoed.join("").includes("still here"));
  assertEquals(heard, [""]);
  await open.end();
  front.stopListening();
  front.destroy();
});

test("the front speaks h2 and http/1.1, and tells the server who is there", async () => {
  await using maru = await runMaru();
  for (const version of ["http1", "http2"] as const) {
    using client = Deno.createHttpClient({
      caCerts: [maru.authorityPem ?? ""],
      http1: version === "http1",
      http2: version === "http2",
    });
    const url = `https://localhost:${maru.port}`;
    const page = await fetch(`${url}/`, { client });
    assertEquals(page.status, 200);
    assertEquals((await page.text()).includes("<!DOCTYPE html>"), true);
    const csp = page.headers.get("content-security-policy") ?? "";
    assert(csp.includes(`wss://localhost:${maru.port}`), csp);
    assertEquals(
      page.headers.get("connection"),
      version === "http1" ? "close" : null,
    );
    const socket = await fetch(`${url}/socket`, { client });
    assertEquals(socket.status, 426);
    await socket.body?.cancel();
  }
});

test("the front refuses a socket of a foreign origin, not one without origin", async () => {
  await using maru = await runMaru();
  const foreign = await RawSocket.open({
    ...maru,
    headers: { Origin: "https://evil.example" },
  });
  assert(foreign.head.startsWith("HTTP/1.1 403 "), foreign.head);
  const own = await RawSocket.open({
    ...maru,
    headers: { Origin: `https://localhost:${maru.port}` },
  });
  assertEquals((await own.next()).event, "welcome");
  const none = await RawSocket.open(maru);
  assertEquals((await none.next()).event, "welcome");
  await Promise.all([foreign, own, none].map((socket) => socket.end()));
});

test("the front opens a listed origin, and every origin by `*`", async () => {
  for (const ALLOWED_ORIGINS of ["https://app.example", "*"]) {
    await using maru = await runMaru({ TLS: "off", ALLOWED_ORIGINS });
    const headers = { Origin: "https://app.example" };
    const socket = await RawSocket.open({ ...maru, headers });
    assertEquals((await socket.next()).event, "welcome");
    await socket.end();
  }
});

test("the front cuts a TLS handshake that does not go on", async () => {
  await using maru = await runMaru({ HANDSHAKE_TIMEOUT_MS: "200" });
  const silent = await RawSocket.connect({ port: maru.port });
  await silent.closed();
  const other = await RawSocket.open(maru);
  assertEquals((await other.next()).event, "welcome");
  await other.end();
});

test("the front answers 408 to a head that does not end, 431 to one too large, 400 to nonsense", async () => {
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
    const socket = await RawSocket.connect({ port: maru.port });
    socket.stream.write(bytes);
    await socket.until(() => socket.head !== "");
    assertEquals(socket.head.split("\r\n")[0], status);
    await socket.end();
  }
});

test("the front reads a head that comes a byte at a time, with a frame behind it", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawSocket.connect({ port: maru.port });
  const head = "GET /socket?room=slow HTTP/1.1\r\nHost: localhost\r\n" +
    "upgrade: WEBSOCKET\r\nCONNECTION: keep-alive, upgrade\r\n" +
    "Sec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  for (const letter of head.slice(0, -1)) socket.stream.write(letter);
  const ping = maskedFrame(JSON.stringify({ event: "ping" }));
  socket.stream.write(Uint8Array.of(0x0a, ...ping));
  assertEquals((await socket.next()).event, "welcome");
  assertEquals((await socket.next()).event, "pong");
  await socket.end();
});

test("the front cuts connections beyond those of one address, and takes new ones after", async () => {
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
  let late = await RawSocket.open(maru);
  for (let i = 0; i < 100 && late.head === ""; i++) {
    late = await RawSocket.open(maru);
  }
  assertEquals((await late.next()).event, "welcome");
  await late.end();
});

test("the loopback server turns away whoever does not come through the front", async () => {
  const { serveHttp } = await import("../../../../server/http/http_server.ts");
  const http = serveHttp(
    () => Promise.resolve(new Response("secret")),
    () => undefined,
    () => {},
  );
  const response = await fetch(`http://127.0.0.1:${http.port}/`);
  assertEquals([response.status, await response.text()], [403, ""]);
  await http.close();
});

test("the front trusts forwarded headers of a trusted proxy alone", async () => {
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
  const a = await RawSocket.open({ ...trusting, headers: forwarded });
  assertEquals((await a.next()).event, "welcome");
  const same = await RawSocket.open({ ...trusting, headers: forwarded });
  assertEquals(await same.closed(), 4005);
  const b = await RawSocket.open({
    ...trusting,
    headers: { ...forwarded, "X-Forwarded-For": "203.0.113.10" },
  });
  assertEquals((await b.next()).event, "welcome");
  await using wary = await runMaru({ TLS: "off" });
  const c = await RawSocket.open({ ...wary, headers: forwarded });
  assert(c.head.startsWith("HTTP/1.1 403 "), c.head);
  await Promise.all([a, same, b, c].map((socket) => socket.end()));
});
