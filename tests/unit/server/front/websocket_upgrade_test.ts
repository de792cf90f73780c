import net from "node:net";
import { assertEquals } from "@std/assert";
import { parseCidr } from "../../../../server/net/cidr.ts";
import type { UpgradeRequest } from "../../../../server/front/front.ts";
import type { RequestHead } from "../../../../server/front/request_head.ts";
import {
  checkUpgrade,
  isSocketUpgrade,
  type UpgradePolicy,
} from "../../../../server/front/websocket_upgrade.ts";

const SAME: UpgradePolicy = {
  allowedOrigins: { kind: "same" },
  trustedProxies: [],
  isHostAllowed: () => true,
};
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

function upgrade(
  fields: Readonly<Record<string, string>> = {},
  request: Partial<RequestHead> & { isTls?: boolean; address?: string } = {},
): UpgradeRequest {
  const { method = "GET", target = "/socket", isTls = true } = request;
  const { version = "HTTP/1.1", address = "192.0.2.1" } = request;
  const headers = new Map(Object.entries({
    "host": "maru.test:8443",
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": KEY,
    ...fields,
  }));
  return {
    stream: new net.Socket(),
    head: { method, target, version, headers, byteLength: 0 },
    rest: Uint8Array.of(1),
    peer: { address, port: 5, isTls },
  };
}

function decide(given: UpgradeRequest, policy: UpgradePolicy = SAME) {
  const decision = checkUpgrade(given, policy);
  given.stream.destroy();
  return decision;
}

function read(given: UpgradeRequest, policy: UpgradePolicy = SAME) {
  return decide(given, policy).result;
}

Deno.test("checkUpgrade() refuses a host that is not the server's, also when origin and host agree", () => {
  const rebound = upgrade(
    { host: "evil.example:8443", origin: "http://evil.example:8443" },
    { isTls: false },
  );
  const policy: UpgradePolicy = {
    ...SAME,
    isHostAllowed: ({ host }) => host !== "evil.example:8443",
  };
  assertEquals(read(rebound, policy), { refused: "host-not-allowed" });
  const headers = new Map(rebound.head.headers);
  headers.set("x-forwarded-proto", "http");
  const proxied = { ...rebound, head: { ...rebound.head, headers } };
  assertEquals(read(proxied, policy), { refused: "proxy-untrusted" });
});

Deno.test.each([
  ["/socket", true],
  ["/socket?room=a", true],
  ["/socket/", false],
  ["/sockets", false],
  ["http://maru.test/socket", false],
])("isSocketUpgrade() of an upgrade to $0 is $1", (target, expected) => {
  const fields = { connection: "keep-alive, Upgrade", upgrade: "WebSocket" };
  assertEquals(isSocketUpgrade(upgrade(fields, { target }).head), expected);
});

Deno.test("isSocketUpgrade() knows a request that lost its Upgrade by its key", () => {
  const lost = { "upgrade": "", "connection": "close" };
  assertEquals(isSocketUpgrade(upgrade(lost).head), true);
  const { head } = upgrade(lost);
  const headers = new Map(head.headers);
  headers.delete("sec-websocket-key");
  assertEquals(isSocketUpgrade({ ...head, headers }), false);
});

Deno.test.each(
  [
    [{ upgrade: "", connection: "close" }, "HTTP/1.0", "proxy-upgrade"],
    [{ upgrade: "", connection: "keep-alive" }, "HTTP/1.1", "proxy-upgrade"],
    [{}, "HTTP/1.0", "proxy-http-version"],
  ] as const,
)("checkUpgrade() of $0 over $1 is $2", (fields, version, code) => {
  const { result, faults } = decide(upgrade(fields, { version }));
  assertEquals(result, { refused: code });
  assertEquals(faults, [code]);
});

Deno.test("checkUpgrade() reports all faults, and refuses with the gravest", () => {
  const bare = {
    host: "127.0.0.1:8443",
    origin: "https://maru.test",
    upgrade: "",
    connection: "close",
  };
  const request = { isTls: false, address: "127.0.0.1" };
  const { result, faults } = decide(upgrade(bare, request));
  assertEquals(result, { refused: "proxy-upgrade" });
  assertEquals(faults, ["proxy-upgrade", "proxy-host"]);
});

Deno.test("checkUpgrade() accepts a listed origin and still reports the proxy", () => {
  const { result, faults } = decide(
    upgrade({ host: "127.0.0.1:8443", origin: "https://maru.test" }, {
      isTls: false,
    }),
    {
      allowedOrigins: { kind: "list", origins: ["https://maru.test"] },
      isHostAllowed: () => true,
      trustedProxies: [],
    },
  );
  assertEquals("refused" in result, false);
  assertEquals(faults, ["proxy-host"]);
});

Deno.test("checkUpgrade() returns room, client and the bytes after the head", () => {
  const request = read(
    upgrade({ "sec-websocket-protocol": "maru.v1" }, {
      target: "/socket?room=%EB%A7%88&resume=a?b",
    }),
  );
  if ("refused" in request) throw new Error(request.refused);
  assertEquals(request.offer, { key: KEY, subprotocols: ["maru.v1"] });
  assertEquals(request.query.get("room"), "마");
  assertEquals(request.head, Uint8Array.of(1));
  assertEquals(request.client.address, "192.0.2.1");
  assertEquals(request.client.host, "maru.test:8443");
});

Deno.test("checkUpgrade() accepts the same origin only", () => {
  const same = read(upgrade({ origin: "https://maru.test:8443" }));
  assertEquals("refused" in same, false);
  for (const origin of ["https://maru.test", "http://maru.test:8443", "null"]) {
    assertEquals(read(upgrade({ origin })), { refused: "origin-not-allowed" });
  }
});

Deno.test("checkUpgrade() believes a forwarded address from a trusted proxy only", () => {
  const fields = { "x-forwarded-for": "198.51.100.7" };
  const range = parseCidr("192.0.2.0/24");
  const trusting = { ...SAME, trustedProxies: range === null ? [] : [range] };
  const addresses = [SAME, trusting].map((policy) => {
    const request = read(upgrade(fields), policy);
    return "refused" in request ? request.refused : request.client.address;
  });
  assertEquals(addresses, ["192.0.2.1", "198.51.100.7"]);
});

Deno.test("checkUpgrade() refuses another method, version or key", () => {
  assertEquals(read(upgrade({}, { method: "POST" })), {
    refused: "method-not-allowed",
  });
  assertEquals(read(upgrade({ "sec-websocket-version": "8" })), {
    refused: "upgrade-required",
  });
  assertEquals(read(upgrade({ "sec-websocket-key": "x" })), {
    refused: "bad-request",
  });
});
