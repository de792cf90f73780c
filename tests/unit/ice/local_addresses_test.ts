import { assertEquals } from "@std/assert";
import { LocalAddresses } from "../../../ice/local_addresses.ts";

const MACHINE = ["127.0.0.1", "::1", "192.168.1.5", "2001:db8::5"];

function createAddresses(
  hosts: readonly string[] | "all",
  externalIps: readonly string[] = [],
  machine: { addresses: readonly string[] } = { addresses: MACHINE },
  gateways: readonly string[] = [],
): LocalAddresses {
  const addresses = new LocalAddresses({
    hosts,
    externalIps,
    listAddresses: () => machine.addresses,
    listGateways: () => gateways,
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

Deno.test("LocalAddresses.update() reports a change of the interfaces only", () => {
  const machine = { addresses: MACHINE };
  const addresses = createAddresses("all", [], machine);
  machine.addresses = [...MACHINE].reverse();
  assertEquals(addresses.update(), false);
  machine.addresses = MACHINE.slice(1);
  assertEquals(addresses.update(), true);
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

Deno.test("LocalAddresses.isTranslator() covers gateways and external addresses, not interfaces", () => {
  const addresses = createAddresses("all", ["198.51.100.7", "192.168.1.5"], {
    addresses: MACHINE,
  }, ["192.168.1.1", "2001:db8::5"]);
  for (const ip of ["198.51.100.7", "192.168.1.1"]) {
    assertEquals(addresses.isTranslator(ip), true, ip);
  }
  for (const ip of [...MACHINE, "192.168.1.9"]) {
    assertEquals(addresses.isTranslator(ip), false, ip);
  }
});

Deno.test("LocalAddresses.learnHost() makes a public host an external address at once", () => {
  const addresses = createAddresses("all");
  for (
    const [host, isChange] of [
      ["203.0.113.1:8443", true],
      ["203.0.113.1:8443", false],
      ["[2001:db8:1::1]:8443", true],
      ["192.168.1.77", false],
      ["2001:db8::5", false],
      ["maru.test", false],
      ["", false],
    ] as const
  ) assertEquals(addresses.learnHost(host), isChange, host);
  for (const ip of ["203.0.113.1", "2001:db8:1::1"]) {
    assertEquals([addresses.isOwn(ip), addresses.isTranslator(ip)], [
      true,
      true,
    ]);
  }
  assertEquals(addresses.isOwn("192.168.1.77"), false);
  assertEquals(addresses.isTranslator("2001:db8::5"), false);
  assertEquals(addresses.update(), false);
});

Deno.test("LocalAddresses.learnHost() keeps the host that most clients use", () => {
  const addresses = createAddresses("all");
  addresses.learnHost("203.0.113.1");
  addresses.learnHost("203.0.113.1");
  let changes = 0;
  for (let host = 0; host < 1000; host++) {
    if (addresses.learnHost(`198.51.${host >> 8}.${host & 0xff}`)) changes++;
  }
  assertEquals(changes, 15);
  assertEquals(addresses.update(), true);
  assertEquals(addresses.isOwn("203.0.113.1"), true);
});

Deno.test("LocalAddresses.isOwnHost() accepts addresses of interfaces and names of the local link", () => {
  const addresses = createAddresses("all", ["198.51.100.7"]);
  const hosts = {
    "192.168.1.5:8443": true,
    "[2001:db8::5]:8443": true,
    "localhost:8443": true,
    "Maru.local": true,
    "198.51.100.7:8443": false,
    "192.168.1.9": false,
    "maru.example:8443": false,
    "maru": false,
    "": false,
  };
  for (const [host, expected] of Object.entries(hosts)) {
    assertEquals(addresses.isOwnHost(host), expected, host);
  }
});
