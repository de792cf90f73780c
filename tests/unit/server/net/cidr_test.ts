import { assertEquals } from "@std/assert";
import {
  isAddressInCidrs,
  parseAddress,
  parseCidr,
} from "../../../../server/net/cidr.ts";

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

Deno.test("isAddressInCidrs() sees an IPv4 address through its mapped form", () => {
  const cidr = parseCidr("10.0.0.0/8");
  assertEquals(isAddressInCidrs(cidr ? [cidr] : [], "::ffff:10.9.8.7"), true);
});

Deno.test.each(["010.0.0.1", "10.1", "0x7f000001", "fe80::1%eth0", "", "a:b"])(
  "parseAddress() does not take the spelling $0",
  (input) => assertEquals(parseAddress(input), null),
);
