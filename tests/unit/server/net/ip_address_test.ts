import { assertEquals, assertThrows } from "@std/assert";
import {
  canonicalizeIp,
  ipFromBytes,
  ipToBytes,
  isLoopbackIp,
  packIpv4,
  parseIp,
} from "../../../../server/net/ip_address.ts";

Deno.test.each([
  { text: "192.0.2.1", canonical: "192.0.2.1" },
  { text: "[2001:DB8:0:0:0:0:0:1]", canonical: "2001:db8::1" },
  { text: "fe80::1%eth0", canonical: "fe80::1" },
  { text: "::ffff:192.0.2.1", canonical: "192.0.2.1" },
  { text: "2001:0:0:1:0:0:0:1", canonical: "2001:0:0:1::1" },
  { text: "1:0:2:3:4:5:6:7", canonical: "1:0:2:3:4:5:6:7" },
  { text: "0:0:0:0:0:0:0:0", canonical: "::" },
  { text: "1::", canonical: "1::" },
  { text: "010.0.0.1", canonical: null },
  { text: "256.0.0.1", canonical: null },
  { text: "10.1", canonical: null },
  { text: "3232235777", canonical: null },
  { text: "abc.local", canonical: null },
  { text: "", canonical: null },
])("canonicalizeIp() turns $text into $canonical", (c) => {
  assertEquals(canonicalizeIp(c.text), c.canonical);
});

Deno.test.each([
  "010.0.0.1",
  "10.1",
  "0x7f000001",
  "fe80::1%eth0",
  "[::1]",
  "",
  "a:b",
])("parseIp() refuses the spelling $0", (text) => {
  assertEquals(parseIp(text), null);
});

Deno.test("isLoopbackIp() covers 127.0.0.0/8, ::1 and their mapped forms", () => {
  for (const ip of ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"]) {
    assertEquals(isLoopbackIp(ip), true, ip);
  }
  for (const text of ["128.0.0.1", "::2", "localhost", "127.1", ""]) {
    assertEquals(isLoopbackIp(text), false, text);
  }
});

Deno.test("ipFromBytes() is the inverse of ipToBytes()", () => {
  for (
    const ip of ["0.0.0.0", "255.1.2.3", "::", "::1", "1::2:0:0:3", "ff02::fb"]
  ) {
    assertEquals(ipFromBytes(ipToBytes(ip)), ip);
  }
});

Deno.test("ipFromBytes() writes a mapped address as the runtime does", () => {
  const bytes = ipToBytes("::ffff:10.0.0.1");
  assertEquals(ipFromBytes(bytes), "::ffff:10.0.0.1");
});

Deno.test("ipFromBytes() throws on a length other than 4 and 16", () => {
  assertThrows(() => ipFromBytes(new Uint8Array(5)), RangeError);
});

Deno.test("packIpv4() is unsigned", () => {
  assertEquals(packIpv4(ipToBytes("255.0.0.1")), 0xff000001);
});
