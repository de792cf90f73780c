import { assertEquals, assertStringIncludes } from "@std/assert";
import { HttpPort } from "../../../../server/front/http_port.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";

const ignore =
  (await Deno.permissions.query({ name: "net" })).state !== "granted";
const LIMITS = {
  // The listener connects to itself now and then.
  maxConnections: 20,
  maxConnectionsPerIp: 20,
  handshakeTimeoutMs: 5_000,
  headerTimeoutMs: 300,
  idleTimeoutMs: 5_000,
};

function test(
  name: string,
  fn: (port: number, refusals: string[]) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore,
    fn: async () => {
      const refusals: string[] = [];
      const httpPort = new HttpPort({
        limits: LIMITS,
        quotaKeyOf: (address) => address,
        httpsPortFor: () => 8443,
        answerChallenge: (target) => target === "/known" ? "answer" : null,
        onRefusal: (cause) => refusals.push(cause),
        onBug: (error) => refusals.push(String(error)),
        onListenerError: (error) => refusals.push(String(error)),
      });
      try {
        await fn(await httpPort.listen(0, "127.0.0.1"), refusals);
      } finally {
        httpPort.close();
      }
    },
  });
}

async function exchange(port: number, requestLine: string, host = "a.test") {
  await using client = HttpExchange.connect({ port });
  client.send(`${requestLine} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const response = await client.readResponse(requestLine.split(" ")[0]);
  await client.waitForClose();
  return response;
}

test("HttpPort answers a challenge that waits, and redirects everything else", async (port) => {
  const answer = await exchange(port, "GET /known");
  assertEquals([answer.status, answer.body], [200, "answer"]);
  for (const request of ["GET /r/tea?x=1", "HEAD /r/tea?x=1"]) {
    const { status, headers } = await exchange(port, request);
    assertEquals(
      [status, headers.get("location")],
      [308, "https://a.test:8443/r/tea?x=1"],
    );
  }
  const unknown = await exchange(port, "GET /.well-known/acme-challenge/x");
  assertEquals(unknown.status, 308);
});

test(
  "HttpPort refuses other methods, STUN and what is no request",
  async (port, refusals) => {
    const posted = await exchange(port, "POST /known");
    assertEquals(posted.status, 400);
    assertStringIncludes(posted.body, "https-required");
    for (const bytes of ["nonsense\r\nHost: a\r\n\r\n", "\x00\x01\x00\x00"]) {
      await using client = HttpExchange.connect({ port });
      client.send(bytes);
      assertEquals((await client.readResponse()).status, 400);
      await client.waitForClose();
    }
    assertEquals(refusals, ["https-required", "bad-request", "bad-request"]);
  },
);

test(
  "HttpPort ends a request that stays unfinished",
  async (port, refusals) => {
    await using first = HttpExchange.connect({ port });
    await using second = HttpExchange.connect({ port });
    first.send("GET / HT");
    second.send("GET / HT");
    assertEquals((await first.readResponse()).status, 408);
    assertEquals((await second.readResponse()).status, 408);
    assertEquals(refusals, ["request-timeout", "request-timeout"]);
  },
);
