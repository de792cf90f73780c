import { assert, assertEquals, assertLess } from "@std/assert";
import net from "node:net";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer } from "../../tools/server_process.ts";
import {
  concatBytes,
  encodeClientFrame,
} from "../../tools/websocket_frames.ts";
import { RawWebSocket } from "../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS, runMaru } from "../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** Sends `bytes` and collects the answer until the server ends the connection. */
async function exchange(port: number, bytes: string): Promise<string> {
  const stream = net.connect({ port, host: "127.0.0.1" });
  let answer = "";
  stream.on("error", () => {});
  stream.on("data", (chunk) => answer += String(chunk));
  stream.write(bytes);
  await closing(stream);
  return answer;
}

async function closing(stream: net.Socket, limitMs = 6_000): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error("The server did not end the connection")),
    limitMs,
  );
  stream.once("close", resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

const UPGRADE = [
  "GET /socket HTTP/1.1",
  "Host: localhost",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");
const LIVE = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

test("A request for a WebSocket with a bare line feed in a field gets 400 and harms nothing", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const answer = await exchange(maru.port, `${UPGRADE}\r\nX: a\nY: b\r\n\r\n`);
  assert(answer.startsWith("HTTP/1.1 400 "), answer);
  const closing = LIVE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  const healthy = await exchange(maru.port, closing);
  assert(healthy.startsWith("HTTP/1.1 200 "), healthy);
});

test("A WebSocket that a kept connection asks for later is checked by the front like the first request", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const foreign = `${UPGRADE}\r\nOrigin: https://elsewhere.test\r\n\r\n`;
  const answer = await exchange(maru.port, LIVE + LIVE + foreign + LIVE);
  const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)]
    .map(([, status]) => status);
  assertEquals(statuses, ["200", "200", "403"]);
});

test("A client whose WebSocket is refused and that does not close is disconnected", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const stream = net.connect({
    port: maru.port,
    host: "127.0.0.1",
    allowHalfOpen: true,
  });
  stream.on("error", () => {});
  stream.resume();
  stream.write(`${UPGRADE}\r\nOrigin: https://elsewhere.test\r\n\r\n`);
  const timer = setInterval(() => stream.write("x"), 100);
  await closing(stream);
  clearInterval(timer);
});

test("A client that offers HTTP/2 only is refused in the TLS handshake", async () => {
  await using maru = await runMaru();
  const tls = await import("node:tls");
  const stream = tls.connect({
    port: maru.port,
    host: "127.0.0.1",
    servername: "localhost",
    ...(maru.authorityPem === undefined ? {} : { ca: maru.authorityPem }),
    ALPNProtocols: ["h2"],
  });
  stream.on("error", () => {});
  let answer = "";
  stream.on("data", (chunk) => answer += String(chunk));
  stream.write(LIVE);
  await closing(stream);
  assertEquals(answer, "");
});

/** A client that neither reads nor closes after its handshake. */
async function stubborn(port: number): Promise<net.Socket> {
  const stream = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  stream.on("error", () => {});
  stream.write(`${UPGRADE}\r\n\r\n`);
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("data", () => resolve());
  await promise;
  return stream;
}

test("A client that sends a close frame and does not close is disconnected", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const stream = await stubborn(maru.port);
  stream.write(encodeClientFrame(Uint8Array.of(3, 232), { opcode: 8 }));
  const timer = setInterval(() => stream.write("x"), 100);
  await closing(stream);
  clearInterval(timer);
});

test("A client that broke a limit and goes on sending is disconnected", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const stream = await stubborn(maru.port);
  stream.write(encodeClientFrame("x", { opcode: 2 }));
  const timer = setInterval(() => stream.write("x"), 100);
  await closing(stream);
  clearInterval(timer);
});

test("Signaling answers the last of many simultaneous pings", async () => {
  await using maru = await runMaru({ TLS: "off" });
  const socket = await RawWebSocket.open(maru);
  await socket.waitForEvent("welcome");
  const pongs: string[] = [];
  socket.stream.on("data", (chunk) => pongs.push(String(chunk)));
  const pings = Array.from(
    { length: 1000 },
    (_, i) => encodeClientFrame(String(i).padStart(4, "0"), { opcode: 9 }),
  );
  socket.stream.write(concatBytes(...pings));
  await socket.waitUntil(() => pongs.join("").includes("0999"));
  assertLess(pongs.join("").length, 500 * 6);
  await socket.destroy();
});

Deno.test({
  name: "A process that ran out of file descriptors survives and serves again",
  ignore: ignore || Deno.build.os === "windows",
  fn: async () => {
    const dataDir = await Deno.makeTempDir({
      dir: "/tmp",
      prefix: "maru-few-",
    });
    let port = 0;
    const server = await ChildServer.start({
      command: "sh",
      args: [
        "-c",
        'ulimit -n 100; exec "$0" "$@"',
        Deno.execPath(),
        ...serverArguments({ DATA_DIR: dataDir }),
      ],
      env: {
        HOST: "127.0.0.1",
        ICE: "off",
        TLS: "off",
        PORT: "0",
        DATA_DIR: dataDir,
        MAX_CONNECTIONS_PER_IP: "1000",
      },
      isReady: (line) => {
        const [, found] = /http:\/\/[^\s/]+:(\d+)/.exec(line) ?? [];
        port ||= Number(found ?? 0);
        return port !== 0;
      },
    });
    const crowd = Array.from({ length: 150 }, (_, i) => {
      const stream = net.connect({ port, host: "127.0.0.1" });
      stream.on("error", () => {});
      if (i % 2 === 0) stream.write(LIVE.replace("\r\n\r\n", "\r\nX: "));
      else stream.write(LIVE.replace("GET", "POST"));
      return stream;
    });
    await Promise.all(crowd.map((stream) => connected(stream)));
    for (const stream of crowd) stream.destroy();
    const endMs = Date.now() + 25_000;
    let status = 0;
    while (status !== 200) {
      assertLess(Date.now(), endMs, server.logLines.join("\n"));
      status = await statusOf(`http://127.0.0.1:${port}/livez`);
    }
    await server.stop("SIGINT");
    await Deno.remove(dataDir, { recursive: true });
  },
});

async function connected(stream: net.Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (!stream.connecting) return;
  stream.once("connect", resolve);
  stream.once("close", resolve);
  await promise;
}

/** Status of the response, or 0 when none arrives within a second. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

test("An address whose connections are all answered gets a new one at once", async () => {
  await using maru = await runMaru({
    TLS: "off",
    MAX_CONNECTIONS_PER_IP: "1",
  });
  // One WebSocket and the connections that a refused client may use.
  const limit = 33;
  const ending = LIVE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  const answered: net.Socket[] = [];
  for (let i = 0; i < limit; i++) {
    const stream = net.connect({
      port: maru.port,
      host: "127.0.0.1",
      allowHalfOpen: true,
    });
    stream.on("error", () => {});
    const { promise, resolve } = Promise.withResolvers<void>();
    stream.once("data", () => resolve());
    stream.write(i % 2 === 0 ? ending : LIVE);
    await promise;
    answered.push(stream);
  }
  const member = await RawWebSocket.open(maru);
  await member.waitForEvent("welcome");
  await member.destroy();
  for (const stream of answered) stream.destroy();
});

test("A client that sends requests too fast gets 429 and when to come again, for WebSockets too", async () => {
  await using maru = await runMaru({ TLS: "off", REQUESTS_PER_SECOND: "1" });
  const answer = await exchange(maru.port, LIVE.repeat(5));
  const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)]
    .map(([, status]) => status);
  assertEquals(statuses.at(-1), "429");
  assert(/^Retry-After: 1\r$/m.test(answer), answer);
  assert(answer.includes('"too-many-requests"'), answer);
  for (let i = 0; i < 10; i++) {
    const upgrade = await exchange(maru.port, `${UPGRADE}\r\n\r\n`);
    if (upgrade.startsWith("HTTP/1.1 429 ")) return;
  }
  throw new Error("No WebSocket was refused");
});
