import { assertEquals } from "@std/assert";
import {
  createHostCheck,
  type HostPolicy,
} from "../../../../server/http/host_policy.ts";
import { parseCidr } from "../../../../server/net/cidr.ts";

const PROXY = parseCidr("192.0.2.7");

function check(
  host: string,
  policy: Partial<HostPolicy> = {},
  peer: { readonly isTls?: boolean; readonly address?: string } = {},
): boolean {
  const { isTls = false, address = "127.0.0.1" } = peer;
  const isHostAllowed = createHostCheck({
    allowedHosts: { kind: "default" },
    publicHost: "Call.Example.com",
    acme: { domains: ["meet.example.com"] },
    hostName: "Box",
    trustedProxies: PROXY === null ? [] : [PROXY],
    ...policy,
  });
  return isHostAllowed(
    { host, address, scheme: isTls ? "https" : "http", isForwarded: false },
    { address, port: 1, isTls },
  );
}

Deno.test.each([
  "localhost:8080",
  "a.localhost",
  "127.0.0.1:8080",
  "203.0.113.5",
  "[::1]:8080",
  "[2001:db8::1]",
  "call.example.com",
  "call.example.com.:8080",
  "meet.example.com:8080",
  "box:8080",
  "nas",
  "nas.local:8080",
  "nas.home.arpa",
  "maru.svc.cluster.internal",
  "",
])("A request in the clear may use the host %s", (host) => {
  assertEquals(check(host), true);
});

Deno.test.each([
  "evil.example:8080",
  "www.call.example.com",
  "localhost.evil.example",
  "evillocal.example",
  "127.0.0.1.evil.example",
  "box.evil.example",
])("A request in the clear may not use the foreign host %s", (host) => {
  assertEquals(check(host), false);
});

Deno.test("Own TLS and a trusted proxy know the name of the server already", () => {
  assertEquals(check("other.example", {}, { isTls: true }), true);
  assertEquals(check("other.example", {}, { address: "192.0.2.7" }), true);
  assertEquals(check("other.example", {}, { address: "192.0.2.8" }), false);
});

Deno.test("A list of hosts replaces the private names, over TLS and behind a proxy too", () => {
  const policy: Partial<HostPolicy> = {
    allowedHosts: { kind: "list", hosts: ["a.example", "*.b.example"] },
  };
  const allowed = ["a.example", "x.b.example", "x.y.b.example"];
  for (const host of [...allowed, "localhost", "call.example.com"]) {
    assertEquals(check(host, policy), true, host);
  }
  for (const host of ["b.example", "xb.example", "nas.local", "c.example"]) {
    assertEquals(check(host, policy), false, host);
    assertEquals(check(host, policy, { isTls: true }), false, host);
    assertEquals(check(host, policy, { address: "192.0.2.7" }), false, host);
  }
  const any: Partial<HostPolicy> = { allowedHosts: { kind: "any" } };
  assertEquals(check("evil.example", any), true);
});
