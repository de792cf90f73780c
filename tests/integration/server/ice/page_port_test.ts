import { assert, assertEquals } from "@std/assert";
import { connectTurnClient } from "../../../../ice/transport/turn_client_connection.ts";
import { TURN_ALPN_PROTOCOLS } from "../../../../server/net/turn_alpn.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../../fakes/running_maru.ts";

const ignore = !HAS_SERVER_PERMISSIONS;
const RELAY = { ICE: "on", ICE_PORT: "0", ICE_TLS_PORT: "0" };

interface TurnEntry {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** TURN URLs and credential for a browser that used `host`, by default on the port of the page. */
async function turnEntry(
  maru: RunningMaru,
  host: string,
  port = `:${maru.port}`,
): Promise<TurnEntry> {
  await using client = HttpExchange.connect(maru);
  client.send(`GET /ice HTTP/1.1\r\nHost: ${host}${port}\r\n\r\n`);
  return JSON.parse((await client.readResponse()).body).iceServers[1];
}

for (const transport of ["tcp", "tls"] as const) {
  Deno.test({
    name: `TURN allocates over ${transport} on the port of the page`,
    ignore,
    fn: async () => {
      await using maru = await runMaru(RELAY);
      const { username, credential } = await turnEntry(maru, "127.0.0.1");
      const { client, close } = await connectTurnClient(
        transport,
        { hostname: "127.0.0.1", port: maru.port },
        { username, password: credential },
      );
      const relayed = await client.allocate(AbortSignal.timeout(5_000));
      assertEquals(typeof relayed, "object", `Error ${relayed}`);
      close();
    },
  });
}

/** `turns page` for a URL of TURN over TLS on the port of the page. */
function describePath(url: string, { port }: RunningMaru): string {
  const [scheme] = url.split(":");
  const isPage = url.includes(`:${port}?`);
  return `${scheme} ${isPage ? "page" : url.slice(-3)}`;
}

const LISTED_PATHS = [
  {
    how: "a name and the port of the page",
    host: "localhost",
    want: "turn udp, turn tcp, turns page",
  },
  {
    how: "an address and the port of the page",
    host: "127.0.0.1",
    want: "turn udp, turn page",
  },
  {
    how: "a name and another port",
    host: "localhost",
    port: ":444",
    want: "turn udp, turn tcp, turns tcp, turns page",
  },
  {
    how: "an address and the default port",
    host: "127.0.0.1",
    port: "",
    want: "turn udp, turn tcp, turn page",
  },
];

for (const { how, host, port, want } of LISTED_PATHS) {
  Deno.test({
    name: `A browser that used ${how} gets ${want}`,
    ignore,
    fn: async () => {
      await using maru = await runMaru(RELAY);
      const { urls } = await turnEntry(maru, host, port);
      const paths = urls.map((url) => describePath(url, maru));
      assertEquals(paths.join(", "), want);
    },
  });
}

Deno.test({
  name: "With TLS=off the port of the page takes no TURN and is not listed",
  ignore,
  fn: async () => {
    await using maru = await runMaru({ ...RELAY, TLS: "off" });
    const { urls } = await turnEntry(maru, "127.0.0.1");
    assert(!urls.join().includes(`:${maru.port}`), urls.join());
    await using client = HttpExchange.connect(maru);
    client.send(Uint8Array.fromHex("000100002112a442000000000000000000000001"));
    await client.waitForClose();
    assertEquals(client.rest, "");
  },
});

Deno.test({
  name: "With TURN_ANONYMOUS=off /ice lists STUN only",
  ignore,
  fn: async () => {
    await using maru = await runMaru({ ...RELAY, TURN_ANONYMOUS: "off" });
    await using client = HttpExchange.connect(maru);
    client.send(`GET /ice HTTP/1.1\r\nHost: localhost:${maru.port}\r\n\r\n`);
    const { iceServers } = JSON.parse((await client.readResponse()).body);
    const urls = iceServers.flatMap(({ urls }: TurnEntry) => urls);
    assertEquals(urls.map((url: string) => url.slice(0, 5)), ["stun:"]);
  },
});

/** Allocates over a transport; the result of `allocate()`. */
async function allocate(
  port: number,
  transport: "udp" | "tcp" | "tls",
  { username, credential }: TurnEntry,
  alpnProtocols: readonly string[] = [],
): Promise<unknown> {
  const { client, close } = await connectTurnClient(
    transport,
    { hostname: "127.0.0.1", port },
    { username, password: credential },
    "127.0.0.1",
    alpnProtocols,
  );
  try {
    return await client.allocate(AbortSignal.timeout(5_000));
  } finally {
    close();
  }
}

Deno.test({
  name:
    "With ONE_PORT=on the page, STUN and TURN over UDP, TCP and TLS share one number, which alone is listed and tested",
  ignore,
  fn: async () => {
    await using maru = await runMaru({ ICE: "on", ONE_PORT: "on" });
    const { port } = maru;
    await using client = HttpExchange.connect(maru);
    client.send(`GET /ice HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    const { iceServers } = JSON.parse((await client.readResponse()).body);
    assertEquals(iceServers.map(({ urls }: TurnEntry) => urls), [
      [`stun:localhost:${port}`],
      [
        `turn:localhost:${port}?transport=udp`,
        `turn:localhost:${port}?transport=tcp`,
        `turns:localhost:${port}?transport=tcp`,
      ],
    ]);
    assertEquals(maru.notes, [
      `Relay tested and working: udp ${port}, tcp ${port}, tls ${port}`,
    ]);
    for (const transport of ["udp", "tcp", "tls"] as const) {
      const relayed = await allocate(port, transport, iceServers[1]);
      assertEquals(typeof relayed, "object", `${transport}: ${relayed}`);
    }
  },
});

Deno.test({
  name:
    "TURN over TLS is accepted with each protocol of RFC 7443 on both ports",
  ignore,
  fn: async () => {
    await using maru = await runMaru(RELAY);
    const entry = await turnEntry(maru, "localhost", "");
    const ports = entry.urls.filter((url) => url.startsWith("turns:"))
      .map((url) => Number(/:(\d+)\?/.exec(url)?.[1]));
    assertEquals(ports.length, 2);
    for (const port of ports) {
      for (const protocol of TURN_ALPN_PROTOCOLS) {
        const relayed = await allocate(port, "tls", entry, [protocol]);
        assertEquals(typeof relayed, "object", `${protocol}: ${relayed}`);
      }
    }
  },
});
