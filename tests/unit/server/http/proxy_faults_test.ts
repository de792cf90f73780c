import { assertEquals } from "@std/assert";
import { findProxyFaults } from "../../../../server/http/proxy_faults.ts";
import { parseCidrs } from "../../../../server/net/cidr.ts";

const PAGE = "https://call.example:8443";
const PROXY = { address: "127.0.0.1", port: 5, isTls: false };
const VISITOR = { address: "203.0.113.5", port: 5, isTls: true };
const TRUSTED = parseCidrs(["127.0.0.1"]);

/** All headers that a right configuration passes on. */
const RIGHT = {
  "host": "call.example:8443",
  "origin": PAGE,
  "x-forwarded-for": "203.0.113.5",
  "x-forwarded-proto": "https",
};

function found(
  changes: Readonly<Record<string, string | null>>,
  { peer = PROXY, trusted = TRUSTED } = {},
): string {
  const headers = new Headers(RIGHT);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return findProxyFaults(headers, peer, trusted).join(" ");
}

Deno.test("findProxyFaults() finds nothing behind a right proxy", () => {
  assertEquals(found({}), "");
  const standard = { host: "call.example", origin: "https://call.example" };
  assertEquals(found(standard), "");
  assertEquals(found({ ...standard, host: "call.example:443" }), "");
  assertEquals(found({ origin: null }), "");
  const page = { host: "localhost:8443", origin: "http://localhost:8443" };
  const direct = { "x-forwarded-for": null, "x-forwarded-proto": null };
  assertEquals(found({ ...page, ...direct }), "");
});

Deno.test.each([
  [{ host: null }, "proxy-host"],
  [{ host: "127.0.0.1:8443" }, "proxy-host"],
  [{ host: "[::1]:8443" }, "proxy-host"],
  [{ host: "10.1.2.3:8443" }, "proxy-host"],
  [{ host: "maru:8443" }, "proxy-host"],
  [{ host: "maru.local" }, "proxy-host"],
  [{ host: "call.example" }, "proxy-port"],
  [{ host: "call.example:443" }, "proxy-port"],
  [{ host: "call.example:9000" }, "proxy-port"],
  [{ "x-forwarded-proto": null }, "proxy-scheme"],
  [{ "x-forwarded-proto": "http" }, "proxy-scheme"],
  [{ "x-forwarded-for": null }, "proxy-address"],
  [{ "x-forwarded-for": null, host: null }, "proxy-host proxy-address"],
  [{ origin: "https://other.example" }, ""],
  [{ origin: "null" }, ""],
  [{ origin: "chrome-extension://abc" }, ""],
])(
  "findProxyFaults() of a trusted proxy with $0 is '$1'",
  (changes, faults) => {
    assertEquals(found(changes), faults);
  },
);

Deno.test("findProxyFaults() reads `Forwarded` like the other headers", () => {
  const none = { "x-forwarded-for": null, "x-forwarded-proto": null };
  const forwarded = "for=203.0.113.5;proto=https";
  assertEquals(found({ ...none, forwarded }), "");
  assertEquals(
    found({ ...none, forwarded: "for=203.0.113.5" }),
    "proxy-scheme",
  );
});

Deno.test.each([
  [{}, "proxy-untrusted"],
  [{ host: "127.0.0.1:8443" }, "proxy-untrusted proxy-host"],
  [{ "x-forwarded-proto": null }, "proxy-untrusted proxy-scheme"],
  [{ "x-forwarded-for": null, "x-forwarded-proto": null }, "proxy-scheme"],
])(
  "findProxyFaults() of a proxy that is not trusted with $0 is '$1'",
  (changes, faults) => {
    assertEquals(found(changes, { trusted: [] }), faults);
  },
);

Deno.test("findProxyFaults() blames no proxy for a foreign page on a direct connection", () => {
  const direct = {
    "x-forwarded-for": null,
    "x-forwarded-proto": null,
    "origin": "https://other.example",
  };
  assertEquals(found(direct, { peer: VISITOR }), "");
  // A page of a developer on another port of this machine.
  const development = {
    host: "localhost:8443",
    origin: "http://localhost:3000",
  };
  assertEquals(found({ ...direct, ...development }, { peer: VISITOR }), "");
});
