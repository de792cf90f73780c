import { assertEquals } from "@std/assert";
import {
  buildRtcIceConfig,
  formatUrlHost,
  type RtcIceConfigOptions,
} from "../../../ice/ice_servers.ts";
import { mintCredential } from "../../../ice/credentials/turn_credential.ts";

const NOW_MS = 1_700_000_000_000;

function input(
  changes: Partial<RtcIceConfigOptions> = {},
): RtcIceConfigOptions {
  return {
    host: "maru.example:8443",
    endpoints: { udp: [3478], tcp: [3478], tls: [5349] },
    stunUrls: null,
    turnUrls: null,
    credentials: { kind: "secret", secret: "s" },
    ttlSeconds: 3600,
    user: "p1",
    nowMs: NOW_MS,
    ...changes,
  };
}

function urls(changes: Partial<RtcIceConfigOptions> = {}): string[] {
  return buildRtcIceConfig(input(changes)).iceServers.flatMap((s) => s.urls);
}

Deno.test("buildRtcIceConfig() lists STUN and the three TURN transports for a host name", () => {
  assertEquals(urls(), [
    "stun:maru.example:3478",
    "turn:maru.example:3478?transport=udp",
    "turn:maru.example:3478?transport=tcp",
    "turns:maru.example:5349?transport=tcp",
  ]);
});

Deno.test.each([
  { host: "192.168.1.5:8443", first: "stun:192.168.1.5:3478" },
  { host: "[2001:db8::1]:8443", first: "stun:[2001:db8::1]:3478" },
])("buildRtcIceConfig() omits turns: for the literal $host", (c) => {
  const list = urls({ host: c.host });
  assertEquals(list[0], c.first);
  assertEquals(list.filter((url) => url.startsWith("turns:")), []);
});

Deno.test("buildRtcIceConfig() lists only ports that answer", () => {
  const endpoints = { udp: [], tcp: [3478], tls: [] };
  assertEquals(urls({ endpoints }), [
    "turn:maru.example:3478?transport=tcp",
  ]);
  assertEquals(buildRtcIceConfig(input({ endpoints: null })).iceServers, []);
});

Deno.test("buildRtcIceConfig() lists each port that answers TURN over TLS", () => {
  const list = urls({ endpoints: { udp: [], tcp: [], tls: [5349, 443] } });
  assertEquals(list, [
    "turns:maru.example:5349?transport=tcp",
    "turns:maru.example:443?transport=tcp",
  ]);
});

Deno.test("buildRtcIceConfig() lists STUN_URLS and TURN_URLS in place of the embedded server", () => {
  assertEquals(urls({ stunUrls: ["stun:a"], turnUrls: ["turn:b"] }), [
    "stun:a",
    "turn:b",
  ]);
  assertEquals(urls({ turnUrls: ["turn:b"] }), [
    "stun:maru.example:3478",
    "turn:b",
  ]);
});

Deno.test("buildRtcIceConfig() mints a credential for the seat", () => {
  const { iceServers, ttlSeconds } = buildRtcIceConfig(input());
  const minted = mintCredential("s", "p1", 3600, NOW_MS);
  assertEquals(iceServers[1]?.username, "1700003600:p1");
  assertEquals(iceServers[1]?.credential, minted.password);
  assertEquals(iceServers[0]?.username, undefined);
  assertEquals(ttlSeconds, 3600);
});

Deno.test("buildRtcIceConfig() returns a static credential unchanged", () => {
  const { iceServers } = buildRtcIceConfig(
    input({
      credentials: { kind: "static", username: "u", credential: "c" },
    }),
  );
  assertEquals(iceServers[1]?.username, "u");
  assertEquals(iceServers[1]?.credential, "c");
});

Deno.test.each([
  { host: "localhost", expected: "localhost" },
  { host: "localhost:8443", expected: "localhost" },
  { host: "::1", expected: "[::1]" },
  { host: "[::1]", expected: "[::1]" },
  { host: "10.0.0.1:1", expected: "10.0.0.1" },
])("formatUrlHost() turns $host into $expected", (c) => {
  assertEquals(formatUrlHost(c.host), c.expected);
});
