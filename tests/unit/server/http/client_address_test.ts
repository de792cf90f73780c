import { assertEquals } from "@std/assert";
import { parseCidr } from "../../../../server/net/cidr.ts";
import {
  canonicalizeHost,
  resolveClient,
} from "../../../../server/http/client_address.ts";

const TRUSTED = ["10.0.0.0/8", "fd00::/8"].flatMap((t) => parseCidr(t) ?? []);

function clientOf(
  headers: Record<string, string>,
  peer = "10.0.0.1",
  tls = false,
) {
  return resolveClient(
    new Headers({ host: "Maru.Example:80", ...headers }),
    { address: peer, port: 4000, isTls: tls },
    TRUSTED,
  );
}

Deno.test.each([
  { for: "198.51.100.7", want: "198.51.100.7" },
  { for: "203.0.113.9, 198.51.100.7", want: "198.51.100.7" },
  { for: "203.0.113.9, 198.51.100.7, 10.2.2.2", want: "198.51.100.7" },
  { for: "198.51.100.7:1234", want: "198.51.100.7" },
  { for: "[2001:DB8::7]:1234", want: "2001:db8::7" },
  { for: "::ffff:198.51.100.7", want: "198.51.100.7" },
  { for: "10.3.3.3, 10.2.2.2", want: "10.3.3.3" },
  { for: "203.0.113.9, unknown, 10.2.2.2", want: "10.2.2.2" },
  { for: "nonsense", want: "10.0.0.1" },
  { for: "", want: "10.0.0.1" },
])("resolveClient() takes $want of X-Forwarded-For: $for", (c) => {
  assertEquals(clientOf({ "x-forwarded-for": c.for }).address, c.want);
});

Deno.test.each([
  {
    forwarded: "for=198.51.100.7;proto=https;host=a.example",
    want: "198.51.100.7",
  },
  { forwarded: 'for="[2001:db8::7]:99"', want: "2001:db8::7" },
  { forwarded: "For=203.0.113.9, for=198.51.100.7", want: "198.51.100.7" },
  { forwarded: "for=_hidden", want: "10.0.0.1" },
  { forwarded: "for=198.51.100.7;;", want: "10.0.0.1" },
])("resolveClient() takes $want of Forwarded: $forwarded", (c) => {
  assertEquals(clientOf({ forwarded: c.forwarded }).address, c.want);
});

Deno.test("resolveClient() believes no forwarded header of a peer that is not trusted", () => {
  const headers = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "bank.example",
    forwarded: "for=127.0.0.1;proto=https;host=bank.example",
  };
  assertEquals(clientOf(headers, "198.51.100.7"), {
    address: "198.51.100.7",
    isForwarded: false,
    scheme: "http",
    host: "maru.example",
  });
});

Deno.test("resolveClient() reads scheme and host from a trusted proxy, the last one said", () => {
  const client = clientOf({
    "x-forwarded-for": "198.51.100.7",
    "x-forwarded-proto": "http, https",
    "x-forwarded-host": "evil.example, Call.Example:443",
  });
  assertEquals(client, {
    address: "198.51.100.7",
    isForwarded: true,
    scheme: "https",
    host: "call.example",
  });
});

Deno.test("resolveClient() falls back to the Host header when the forwarded one is malformed", () => {
  assertEquals(clientOf({ "x-forwarded-host": "a b" }).host, "maru.example");
  assertEquals(clientOf({ "x-forwarded-proto": "gopher" }).scheme, "http");
});

Deno.test("resolveClient() sees an IPv4 peer through its mapped form", () => {
  const client = clientOf(
    { "x-forwarded-for": "192.0.2.1" },
    "::ffff:10.0.0.1",
  );
  assertEquals(client.address, "192.0.2.1");
  assertEquals(clientOf({}, "fe80::1%eth0", true).address, "fe80::1");
});

Deno.test("resolveClient() leaves the host empty when an HTTP/1.0 request has none", () => {
  const peer = { address: "198.51.100.7", port: 1, isTls: true };
  assertEquals(resolveClient(new Headers(), peer, TRUSTED).host, "");
});

Deno.test("resolveClient() looks at 32 hops and no further", () => {
  const trusted = Array.from({ length: 40 }, () => "10.0.0.2");
  const list = ["198.51.100.7", ...trusted].join(",");
  assertEquals(clientOf({ "x-forwarded-for": list }).address, "10.0.0.2");
});

Deno.test.each([
  { text: "Maru.Example:443", want: "maru.example" },
  { text: "maru.example:8443", want: "maru.example:8443" },
  { text: "[::1]:8443", want: "[::1]:8443" },
  { text: "a.example/x", want: "" },
  { text: "user@a.example", want: "" },
  { text: "a.example; script-src *", want: "" },
  { text: "a.example:99999", want: "" },
  { text: "", want: "" },
])("canonicalizeHost() makes $want of $text", ({ text, want }) => {
  assertEquals(canonicalizeHost(text, "https"), want);
});
