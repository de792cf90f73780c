import { assertEquals } from "@std/assert";
import {
  networkKeyOf,
  subscriberKeyOf,
} from "../../../../server/net/network_key.ts";

Deno.test.each([
  { address: "203.0.113.1", want: "203.0.113.1" },
  { address: "::ffff:203.0.113.1", want: "203.0.113.1" },
  { address: "2001:db8:1:2:3:4:5:6", want: "2001:db8:1:2::/64" },
  { address: "2001:db8:1:2::9", want: "2001:db8:1:2::/64" },
  { address: "2001:db8:1:3::9", want: "2001:db8:1:3::/64" },
  { address: "2001:db8::6", want: "2001:db8:0:0::/64" },
  { address: "2001:db8::", want: "2001:db8:0:0::/64" },
  { address: "1::2:3:4:5:6:7", want: "1:0:2:3::/64" },
  { address: "::1", want: "0:0:0:0::/64" },
  { address: "::", want: "0:0:0:0::/64" },
])("networkKeyOf() counts $address as $want", ({ address, want }) => {
  assertEquals(networkKeyOf(address), want);
});

Deno.test.each([
  { address: "203.0.113.1", want: "203.0.113.1" },
  { address: "::ffff:203.0.113.1", want: "203.0.113.1" },
  { address: "2001:db8:1:2ab:3:4:5:6", want: "2001:db8:1:200::/56" },
  { address: "2001:db8:1:ab::9", want: "2001:db8:1:0::/56" },
  { address: "2001:db8::9", want: "2001:db8:0:0::/56" },
])("subscriberKeyOf() counts $address as $want", ({ address, want }) => {
  assertEquals(subscriberKeyOf(address), want);
});
