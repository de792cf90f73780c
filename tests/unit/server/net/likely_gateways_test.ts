import { assertEquals } from "@std/assert";
import { listNetworkEnds } from "../../../../server/net/likely_gateways.ts";

Deno.test.each([
  { interfaces: ["192.168.1.5/24"], want: ["192.168.1.1", "192.168.1.254"] },
  { interfaces: ["10.1.2.3/30"], want: ["10.1.2.1", "10.1.2.2"] },
  { interfaces: ["203.0.113.9/32"], want: [] },
  {
    interfaces: ["172.17.3.4/16"],
    want: ["172.17.0.1", "172.17.255.254", "172.17.3.1", "172.17.3.254"],
  },
  { interfaces: ["fd00:1::7/64", "::1/128"], want: ["fd00:1::1"] },
  { interfaces: ["nonsense"], want: [] },
])("listNetworkEnds() finds $want for $interfaces", ({ interfaces, want }) => {
  assertEquals(listNetworkEnds(interfaces), [...want]);
});
