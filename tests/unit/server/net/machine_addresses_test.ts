import { assertEquals } from "@std/assert";
import {
  listMachineAddresses,
  listPageUrls,
  reachabilityOf,
} from "../../../../server/net/machine_addresses.ts";

const ENTRIES = [
  { name: "lo", address: "127.0.0.1" },
  { name: "lo", address: "::1" },
  { name: "docker0", address: "172.17.0.1" },
  { name: "eth0", address: "2001:db8::5" },
  { name: "eth0", address: "fe80::1%eth0" },
  { name: "wlan0", address: "192.168.1.20" },
  { name: "eth1", address: "198.51.100.4" },
  { name: "wlan0", address: "192.168.1.20" },
  { name: "bad", address: "nonsense" },
];
const HTTPS = {
  scheme: "https",
  port: 8443,
  host: undefined,
  publicHost: undefined,
  externalIps: [],
} as const;

Deno.test("listMachineAddresses() classifies each address once, loopback last", () => {
  assertEquals(
    listMachineAddresses(ENTRIES).map((a) =>
      `${a.address} ${a.family} ${a.reachability}`
    ),
    [
      "172.17.0.1 ipv4 lan",
      "2001:db8::5 ipv6 public",
      "fe80::1 ipv6 link-local",
      "192.168.1.20 ipv4 lan",
      "198.51.100.4 ipv4 public",
      "127.0.0.1 ipv4 loopback",
      "::1 ipv6 loopback",
    ],
  );
});

Deno.test("listPageUrls() lists IPv4 of the LAN first and virtual interfaces last", () => {
  assertEquals(listPageUrls(listMachineAddresses(ENTRIES), HTTPS), {
    local: "https://localhost:8443",
    others: [
      "https://192.168.1.20:8443",
      "https://198.51.100.4:8443",
      "https://[2001:db8::5]:8443",
      "https://172.17.0.1:8443",
    ],
  });
});

Deno.test("listPageUrls() lists the public host first and omits the default port", () => {
  const urls = listPageUrls(listMachineAddresses(ENTRIES.slice(0, 2)), {
    ...HTTPS,
    port: 443,
    publicHost: "maru.example",
  });
  assertEquals(urls, {
    local: "https://localhost",
    others: ["https://maru.example"],
  });
});

Deno.test("listPageUrls() lists external addresses after the public host", () => {
  const urls = listPageUrls(listMachineAddresses(ENTRIES.slice(0, 2)), {
    ...HTTPS,
    publicHost: "maru.example",
    externalIps: ["203.0.113.9", "2001:db8::9"],
  });
  assertEquals(urls.others, [
    "https://maru.example:8443",
    "https://203.0.113.9:8443",
    "https://[2001:db8::9]:8443",
  ]);
});

Deno.test.each([
  { host: "127.0.0.1", local: "http://localhost:80", others: 0 },
  { host: "localhost", local: "http://localhost:80", others: 0 },
  { host: "192.168.1.20", local: "http://192.168.1.20:80", others: 1 },
  { host: "0.0.0.0", local: "http://localhost:80", others: 3 },
  { host: "::", local: "http://localhost:80", others: 4 },
])(
  "listPageUrls() lists only addresses that $host covers",
  ({ host, local, others }) => {
    const options = { ...HTTPS, scheme: "http", port: 80, host } as const;
    const urls = listPageUrls(listMachineAddresses(ENTRIES), options);
    assertEquals([urls.local, urls.others.length], [
      local.slice(0, -3),
      others,
    ]);
  },
);

Deno.test.each([
  { ip: "127.0.0.2", want: "loopback" },
  { ip: "169.254.0.1", want: "link-local" },
  { ip: "fe80::1", want: "link-local" },
  { ip: "febf::1", want: "link-local" },
  { ip: "10.0.0.1", want: "lan" },
  { ip: "100.64.0.1", want: "lan" },
  { ip: "fd00::1", want: "lan" },
  { ip: "198.51.100.1", want: "public" },
])("reachabilityOf() classifies $ip as $want", ({ ip, want }) => {
  assertEquals(reachabilityOf(ip), want);
});
