import { assertEquals, assertThrows } from "@std/assert";
import {
  cidrContains,
  isAddressInCidrs,
  parseCidr,
  parseCidrs,
} from "../../../../server/net/cidr.ts";
import { ipToBytes } from "../../../../server/net/ip_address.ts";

Deno.test.each([
  { input: "10.1.2.3/8", want: "10.0.0.0/8" },
  { input: "192.0.2.1", want: "192.0.2.1/32" },
  { input: "fd12:3456::/7", want: "fc00::/7" },
  { input: "::1", want: "::1/128" },
  { input: "0.0.0.0/0", want: "0.0.0.0/0" },
  { input: "::ffff:10.0.0.0/104", want: "10.0.0.0/8" },
  { input: "::ffff:10.0.0.0/8", want: undefined },
  { input: "10.0.0.0/33", want: undefined },
  { input: "10.0.0.0/", want: undefined },
  { input: "10.0.0/8", want: undefined },
  { input: "10.0.0.0/8/8", want: undefined },
  { input: "::/129", want: undefined },
  { input: "proxy", want: undefined },
])("parseCidr() reads $input as $want", ({ input, want }) => {
  assertEquals(parseCidr(input)?.text, want);
});

Deno.test("parseCidrs() throws when an entry is not a range", () => {
  for (const text of ["10.0.0.0/33", "example.org", ""]) {
    assertThrows(() => parseCidrs(["10.0.0.0/8", text]), RangeError);
  }
  assertEquals(parseCidrs(["10.0.0.0/8", "::1"]).length, 2);
});

Deno.test.each([
  { range: "10.0.0.0/8", below: "9.255.255.255", above: "11.0.0.0" },
  { range: "172.16.0.0/12", below: "172.15.255.255", above: "172.32.0.0" },
  { range: "192.0.2.7", below: "192.0.2.6", above: "192.0.2.8" },
  {
    range: "fc00::/7",
    below: "fbff:ffff::",
    above: "fe00::",
  },
])("isAddressInCidrs() ends where $range ends", ({ range, below, above }) => {
  const cidr = parseCidr(range);
  const ranges = cidr ? [cidr] : [];
  assertEquals(ranges.length, 1);
  assertEquals(isAddressInCidrs(ranges, range.replace(/\/.*/, "")), true);
  assertEquals(isAddressInCidrs(ranges, below), false);
  assertEquals(isAddressInCidrs(ranges, above), false);
  assertEquals(isAddressInCidrs(ranges, "nonsense"), false);
});

Deno.test("isAddressInCidrs() counts an IPv4-mapped address as IPv4", () => {
  const ranges = parseCidrs(["10.0.0.0/8"]);
  assertEquals(isAddressInCidrs(ranges, "::ffff:10.9.8.7"), true);
});

Deno.test("cidrContains() compares an IPv4-mapped address as IPv6", () => {
  const mapped = ipToBytes("::ffff:10.9.8.7");
  const [ipv4, ipv6] = parseCidrs(["10.0.0.0/8", "::/64"]);
  assertEquals(ipv4 && cidrContains(ipv4, mapped), false);
  assertEquals(ipv6 && cidrContains(ipv6, mapped), true);
});
