import { assertEquals } from "@std/assert";
import { LocalAddresses } from "../../../ice/local_addresses.ts";

const MACHINE = ["127.0.0.1", "::1", "192.168.1.5", "2001:db8::5"];

function createAddresses(
  hosts: readonly string[] | "all",
  externalIps: readonly string[] = [],
  machine: { addresses: readonly string[] } = { addresses: MACHINE },
): LocalAddresses {
  const addresses = new LocalAddresses({
    hosts,
    externalIps,
    listAddresses: () => machine.addresses,
  });
  addresses.update();
  return addresses;
}

Deno.test.each([
  { hosts: "all" as const, want: MACHINE },
  { hosts: ["::"], want: MACHINE },
  { hosts: ["[::]"], want: MACHINE },
  { hosts: ["0.0.0.0"], want: ["127.0.0.1", "192.168.1.5"] },
  { hosts: ["localhost"], want: ["127.0.0.1", "::1"] },
  { hosts: ["2001:DB8:0::5", "2001:db8::5"], want: ["2001:db8::5"] },
  { hosts: ["not an address"], want: [] },
])("LocalAddresses listens on $want for $hosts", ({ hosts, want }) => {
  assertEquals(createAddresses(hosts).listening, want);
});

Deno.test("LocalAddresses.version grows with a change of the interfaces only", () => {
  const machine = { addresses: MACHINE };
  const addresses = createAddresses("all", [], machine);
  const before = addresses.version;
  machine.addresses = [...MACHINE].reverse();
  addresses.update();
  assertEquals(addresses.version, before);
  machine.addresses = MACHINE.slice(1);
  addresses.update();
  assertEquals(addresses.version, before + 1);
  assertEquals(addresses.isOwn("127.0.0.1"), false);
});

Deno.test("LocalAddresses.isOwn() covers interfaces, hosts and external addresses", () => {
  const addresses = createAddresses(["10.0.0.9"], ["198.51.100.7"]);
  for (const ip of [...MACHINE, "10.0.0.9", "198.51.100.7"]) {
    assertEquals(addresses.isOwn(ip), true, ip);
  }
  assertEquals(addresses.isOwn("10.0.0.8"), false);
});

Deno.test.each([
  { reached: "192.168.1.5", family: "ipv4" as const, want: "192.168.1.5" },
  { reached: "192.168.1.5", family: "ipv6" as const, want: "2001:db8::5" },
  { reached: "127.0.0.1", family: "ipv6" as const, want: "::1" },
])("LocalAddresses relays $family from $want for clients of $reached", (c) => {
  const addresses = createAddresses("all");
  assertEquals(addresses.relayHostname(c.reached, c.family), c.want);
});

Deno.test("LocalAddresses.relayHostname() is null without an address of the family", () => {
  const addresses = createAddresses(["192.168.1.5"]);
  assertEquals(addresses.relayHostname("192.168.1.5", "ipv6"), null);
});

Deno.test("LocalAddresses.externalAddressOf() replaces by family, except loopback", () => {
  const addresses = createAddresses("all", ["198.51.100.7"]);
  assertEquals(
    MACHINE.map((ip) => addresses.externalAddressOf(ip)),
    ["127.0.0.1", "::1", "198.51.100.7", "2001:db8::5"],
  );
});
