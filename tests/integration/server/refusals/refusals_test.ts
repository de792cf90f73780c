import { assertEquals, assertMatch } from "@std/assert";
import { HttpExchange } from "../../../fakes/http_exchange.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../../fakes/running_maru.ts";
import * as CLOSE from "../../../../signaling/close_codes.ts";
import type { RefusalCause } from "../../../../server/refusals/refusal_lines.ts";

type Provocation = (maru: RunningMaru) => Promise<void>;

/** Sends a request and reads a response with this status. */
function getting(status: number, head: string): Provocation {
  return async (maru) => {
    await using client = HttpExchange.connect(maru);
    client.send(`${head}\r\n\r\n`);
    assertEquals((await client.readResponse()).status, status);
  };
}

/** Opens a socket, sends messages, and waits for a close code. */
function closing(
  code: number,
  target: string,
  ...messages: readonly string[]
): Provocation {
  return async (maru) => {
    const socket = await RawWebSocket.open({ ...maru, target });
    for (const message of messages) socket.send(message);
    assertEquals(await socket.waitForClose(), code);
    await socket.destroy();
  };
}

const REQUEST = "GET /livez HTTP/1.1\r\nHost: x";
const UPGRADE = [
  "GET /socket HTTP/1.1",
  "Host: maru.example",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");

const PROVOCATIONS: Partial<Record<RefusalCause, Provocation>> = {
  "bad-request": getting(400, "GET / HTTP/1.1\r\nHost: x\r\nHost: y"),
  "host-missing": getting(400, "GET / HTTP/1.1"),
  "head-too-large": getting(431, `${REQUEST}\r\nA: ${"x".repeat(17_000)}`),
  "method-not-allowed": getting(405, "DELETE /livez HTTP/1.1\r\nHost: x"),
  "host-not-allowed": getting(
    403,
    `${
      UPGRADE.replace("maru.example", "evil.example")
    }\r\nSec-WebSocket-Version: 13\r\nOrigin: http://evil.example`,
  ),
  "origin-not-allowed": getting(
    403,
    `${UPGRADE}\r\nSec-WebSocket-Version: 13\r\nOrigin: https://a.test`,
  ),
  badRoom: closing(CLOSE.badRoom, "/socket?room=a%20b"),
  badResume: closing(CLOSE.badResume, "/socket?resume=x"),
  serverFull: async (maru) => {
    const first = await RawWebSocket.open(maru);
    await first.waitForEvent("welcome");
    await closing(CLOSE.serverFull, "/socket?room=second")(maru);
    await first.destroy();
  },
  tooBig: closing(CLOSE.tooBig, "/socket", "x".repeat(2_000)),
};

Deno.test({
  name: "Each refusal over a real socket has one line in the log",
  ignore: !HAS_SERVER_PERMISSIONS,
  fn: async () => {
    await using maru = await runMaru({
      TLS: "off",
      PUBLIC_HOST: "maru.example",
      MAX_ROOMS: "1",
      MAX_MESSAGE_BYTES: "1024",
    });
    for (const [cause, provoke] of Object.entries(PROVOCATIONS)) {
      await provoke(maru);
      await provoke(maru);
      const lines = maru.logLines.filter((line) =>
        line.includes(` cause=${cause} `)
      );
      assertEquals(lines.length, 1, `${cause}: ${lines.join("\n")}`);
      assertMatch(lines[0] ?? "", / (client|peer)=127\.0\.0\.1/);
    }
  },
});
