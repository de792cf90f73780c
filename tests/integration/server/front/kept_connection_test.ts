import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import net from "node:net";
import { Front, type FrontOptions } from "../../../../server/front/front.ts";
import type { FrontLimits } from "../../../../server/front/front_limits.ts";
import { makeCertificate } from "../../../fakes/certificate.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";
import { HAS_SERVER_PERMISSIONS } from "../../../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** Raw answers of the upstream server by path; it closes after each. */
const ANSWERS: Readonly<Record<string, string>> = {
  "/api/a": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\naa",
  "/a": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\naa",
  "/304": "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
  "/head": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
  "/upgrade":
    "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n",
  "/unknown": "HTTP/1.1 200 OK\r\n\r\nendless",
  "/short": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
};

const LARGE_BYTES = 8_000_000;

/** A front and an upstream server with fixed answers. */
class FrontWorld implements AsyncDisposable {
  readonly requests: string[] = [];
  readonly problems: string[] = [];
  readonly refusals: string[] = [];
  readonly front: Front;
  port = 0;
  #upstreamPort = 0;
  readonly #upstream: net.Server;

  private constructor(
    options: Partial<FrontOptions>,
    limits: Partial<FrontLimits>,
  ) {
    this.#upstream = net.createServer((socket) => this.#answer(socket));
    this.front = new Front({
      certificate: null,
      limits: {
        maxConnections: 20,
        maxConnectionsPerIp: 20,
        handshakeTimeoutMs: 5_000,
        headerTimeoutMs: 5_000,
        idleTimeoutMs: 5_000,
        ...limits,
      },
      upstreamPort: () => this.#upstreamPort,
      quotaKeyOf: (address) => address,
      takeRequest: () => 0,
      takesBody: ({ target }) => target.startsWith("/api/"),
      acceptsUpgrade: ({ target }) => target === "/socket",
      onUpgrade: ({ stream, rest }) => {
        stream.write(`HTTP/1.1 101 Switching\r\n\r\n<${Buffer.from(rest)}>`);
        stream.on("data", (chunk) => stream.write(chunk));
        stream.resume();
        return null;
      },
      onStun: ({ stream, isTls }) => {
        stream.once("data", (chunk: Buffer) => {
          stream.end(`${isTls} ${chunk.toString("hex")}`);
        });
        stream.resume();
      },
      onBug: (error) => this.problems.push(String(error)),
      onListenerError: (error) => this.problems.push(String(error)),
      onRefusal: (cause) => this.refusals.push(cause),
      ...options,
    });
  }

  static async start(
    options: Partial<FrontOptions> = {},
    limits: Partial<FrontLimits> = {},
  ): Promise<FrontWorld> {
    const world = new FrontWorld(options, limits);
    const { promise, resolve } = Promise.withResolvers<void>();
    world.#upstream.listen(0, "127.0.0.1", resolve);
    await promise;
    const address = world.#upstream.address();
    world.#upstreamPort = typeof address === "object" && address
      ? address.port
      : 0;
    world.port = await world.front.listen(0, "127.0.0.1");
    return world;
  }

  connect(authorityPem?: string): HttpExchange {
    return HttpExchange.connect({
      port: this.port,
      ...(authorityPem === undefined ? {} : { authorityPem }),
    });
  }

  stopUpstream(): void {
    this.#upstreamPort = 1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.front.stopListening();
    this.front.destroy();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#upstream.close(() => resolve());
    await promise;
  }

  #answer(socket: net.Socket): void {
    socket.on("error", () => {});
    socket.once("data", (chunk) => {
      const text = String(chunk);
      this.requests.push(text);
      const [, path = ""] = text.split(" ");
      if (path === "/large") {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Length: ${LARGE_BYTES}\r\n\r\n`,
        );
        socket.end(Buffer.alloc(LARGE_BYTES, "x"));
      } else {
        socket.end(ANSWERS[path] ?? "");
      }
    });
  }
}

function get(path: string, fields = ""): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`;
}

test("A kept connection carries requests one after the other, also pipelined", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(get("/a"));
  const first = await client.readResponse();
  assertEquals([first.status, first.body], [200, "aa"]);
  assertEquals(first.headers.has("connection"), false);
  client.send(get("/304") + get("/a") + get("/a"));
  assertEquals((await client.readResponse()).status, 304);
  assertEquals((await client.readResponse()).body, "aa");
  assertEquals((await client.readResponse()).body, "aa");
  client.send("HEAD /head HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/a"));
  const head = await client.readResponse("HEAD");
  assertEquals(head.headers.get("content-length"), "9");
  assertEquals((await client.readResponse()).body, "aa");
  assertEquals(client.rest, "");
});

test("A later request of a kept connection becomes a WebSocket, with the bytes behind it", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(get("/a") + get("/socket") + "frame");
  assertEquals((await client.readResponse()).body, "aa");
  assertEquals((await client.readResponse()).status, 101);
  client.send("later");
  await client.waitForRest("<frame>later");
});

test("A later request of a kept connection is read as strictly as the first", async () => {
  await using world = await FrontWorld.start();
  const malformed = [
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /",
    "\u0001\u0002 HTTP/1.1\r\n\r\n",
  ];
  for (const request of malformed) {
    await using client = world.connect();
    client.send(get("/a") + request + get("/a"));
    assertEquals((await client.readResponse()).status, 200);
    const refused = await client.readResponse();
    assertEquals([refused.status, refused.headers.get("connection")], [
      400,
      "close",
    ]);
    await client.waitForClose();
    assertEquals(client.rest, "");
  }
  assertEquals(world.requests.length, malformed.length);
});

test("The upstream server gets the fields that were understood, and no others", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(get(
    "/a?x",
    "Keep-Alive: 5\r\nConnection: keep-alive\r\nX-One: 1\r\nTE: trailers\r\nx-one: 2\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n",
  ));
  await client.readResponse();
  assertEquals(
    world.requests[0],
    "GET /a?x HTTP/1.1\r\nhost: localhost\r\nx-one: 1, 2\r\nconnection: close\r\n\r\n",
  );
});

test("A body is never passed on: its request is answered and the connection ends", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(
    `POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n${get("/304")}`,
  );
  const answer = await client.readResponse();
  assertEquals([answer.body, answer.headers.get("connection")], [
    "aa",
    "close",
  ]);
  await client.waitForClose();
  assertEquals(
    world.requests,
    ["POST /a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"],
  );
});

test("A body below /api/ is passed on whole, and the connection is kept", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  const head = "POST /api/a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n";
  client.send(`${head}{"a"`);
  client.send(`:1${get("/a")}`);
  assertEquals((await client.readResponse()).body, "aa");
  assertEquals((await client.readResponse()).body, "aa");
  assertEquals(world.requests[0]?.split("\r\n\r\n"), [
    "POST /api/a HTTP/1.1\r\nhost: a\r\ncontent-length: 6\r\nconnection: close",
    '{"a":1',
  ]);
  assertEquals(world.requests.length, 2);
});

test("A body below /api/ that is too large, or has no length, is refused unread", async () => {
  await using world = await FrontWorld.start();
  for (
    const field of ["Content-Length: 16385", "Transfer-Encoding: chunked"]
  ) {
    await using client = world.connect();
    client.send(`POST /api/a HTTP/1.1\r\nHost: a\r\n${field}\r\n\r\n{}`);
    assertEquals((await client.readResponse()).status, 413);
    await client.waitForClose();
  }
  assertEquals([world.requests, world.refusals], [
    [],
    ["body-too-large", "body-too-large"],
  ]);
});

test("HTTP/1.0 and `Connection: close` are answered, then the connection ends", async () => {
  await using world = await FrontWorld.start();
  for (
    const request of [
      "GET /a HTTP/1.0\r\n\r\n",
      "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      get("/a", "Connection: close\r\n"),
    ]
  ) {
    await using client = world.connect();
    client.send(request + get("/a"));
    const answer = await client.readResponse();
    assertEquals([answer.body, answer.headers.get("connection")], [
      "aa",
      "close",
    ]);
    await client.waitForClose();
    assertEquals(client.rest, "");
  }
});

test("A client that sends its request and closes its half gets the response", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.stream.end(get("/a"));
  assertEquals((await client.readResponse()).body, "aa");
});

test("An Upgrade field of a response keeps its connection option", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(get("/upgrade"));
  const answer = await client.readResponse();
  assertEquals(answer.headers.get("upgrade"), "websocket");
  assertEquals(answer.headers.get("connection"), "upgrade");
});

test("A response without a length is a bug, one that breaks off ends the connection", async () => {
  await using world = await FrontWorld.start();
  await using first = world.connect();
  first.send(get("/unknown"));
  assertEquals((await first.readResponse()).status, 500);
  assertEquals(world.problems, ["Error: A response has no Content-Length"]);
  await using second = world.connect();
  second.send(get("/short"));
  await second.waitForClose();
  assert(second.rest.endsWith("\r\n\r\nshort"), second.rest);
});

test("A request gets 503 while the upstream server is away", async () => {
  await using world = await FrontWorld.start();
  world.stopUpstream();
  await using client = world.connect();
  client.send(get("/a"));
  const answer = await client.readResponse();
  assertEquals(answer.status, 503);
  assertEquals(JSON.parse(answer.body).error.code, "not-ready");
});

test("A client that reads slowly gets a large response whole, and then the next one", async () => {
  await using world = await FrontWorld.start();
  await using client = world.connect();
  client.send(get("/large") + get("/a"));
  client.stream.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertEquals(world.requests.length, 1);
  client.stream.resume();
  assertEquals((await client.readResponse()).body.length, LARGE_BYTES);
  assertEquals((await client.readResponse()).body, "aa");
});

test("An idle connection is closed after its time, an unfinished later head gets 408", async () => {
  await using world = await FrontWorld.start({}, {
    idleTimeoutMs: 300,
    headerTimeoutMs: 200,
  });
  await using idle = world.connect();
  await using late = world.connect();
  for (const client of [idle, late]) {
    client.send(get("/a"));
    await client.readResponse();
  }
  late.send("GET / HTTP/1.1\r\n");
  assertEquals((await late.readResponse()).status, 408);
  assertEquals(world.refusals, ["request-timeout"]);
  await idle.waitForClose();
  assertEquals(idle.rest, "");
});

test("An idle connection gives its slot to a new one of its address, a busy one does not", async () => {
  await using world = await FrontWorld.start({}, {
    maxConnectionsPerIp: 2,
  });
  await using first = world.connect();
  await using second = world.connect();
  for (const client of [first, second]) {
    client.send(get("/a"));
    await client.readResponse();
  }
  second.send("GET / HTTP/1.1\r\n");
  await new Promise((resolve) => setTimeout(resolve, 100));
  await using third = world.connect();
  third.send(get("/a"));
  assertEquals((await third.readResponse()).body, "aa");
  await first.waitForClose();
  second.send("Host: a\r\n\r\n");
  await second.waitForClose();
});

test("A request in the clear on the TLS port is redirected to https, other methods get a sentence", async () => {
  const { cert, key } = await makeCertificate("localhost");
  await using world = await FrontWorld.start({ certificate: { cert, key } });
  await using client = world.connect();
  client.send(
    `GET /r/tea?a=1 HTTP/1.1\r\nHost: localhost:${world.port}\r\n\r\n`,
  );
  const answer = await client.readResponse();
  assertEquals(answer.status, 308);
  assertEquals(
    answer.headers.get("location"),
    `https://localhost:${world.port}/r/tea?a=1`,
  );
  await client.waitForClose();
  await using post = world.connect();
  post.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
  const refused = await post.readResponse();
  assertEquals(refused.status, 400);
  assertEquals(JSON.parse(refused.body).error.code, "https-required");
  await using broken = world.connect();
  broken.send("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n");
  assertEquals((await broken.readResponse()).status, 400);
  assertEquals(world.requests, []);
});

test("STUN reaches the relay over TLS and in the clear on the same port", async () => {
  const { cert, key } = await makeCertificate("localhost");
  await using world = await FrontWorld.start({ certificate: { cert, key } });
  for (const authority of [undefined, cert]) {
    await using client = world.connect(authority);
    client.send(Uint8Array.of(0, 1, 0, 0));
    await client.waitForClose();
    assertEquals(client.rest, `${authority !== undefined} 00010000`);
  }
});
