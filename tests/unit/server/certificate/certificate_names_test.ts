import { assertEquals } from "@std/assert";
import { collectCertificateNames } from "../../../../server/certificate/certificate_names.ts";

Deno.test("collectCertificateNames() has localhost, the machine's names, the public one and all addresses", () => {
  const names = collectCertificateNames({
    hostName: "Box.lan",
    publicHost: "maru.example",
    addresses: ["192.168.1.5", "fe80::1%eth0", "2001:DB8:0::5", "127.0.0.1"],
  });
  assertEquals(names, {
    dns: ["box.lan", "box.local", "localhost", "maru.example"],
    ips: ["127.0.0.1", "192.168.1.5", "2001:db8::5", "::1", "fe80::1"],
  });
});

Deno.test.each([
  { hostName: "", dns: ["localhost"] },
  { hostName: "localhost", dns: ["localhost"] },
  { hostName: "box.local", dns: ["box.local", "localhost"] },
  { hostName: "box.", dns: ["box", "box.local", "localhost"] },
  { hostName: "my box", dns: ["localhost"] },
  { hostName: "10.0.0.5", dns: ["localhost"] },
])(
  "collectCertificateNames() makes of the host name $hostName what can be named",
  (c) => {
    const names = collectCertificateNames({
      hostName: c.hostName,
      publicHost: undefined,
      addresses: [],
    });
    assertEquals(names.dns, c.dns);
  },
);

Deno.test("collectCertificateNames() takes a public host that is an address", () => {
  const { ips } = collectCertificateNames({
    hostName: "",
    publicHost: "203.0.113.9",
    addresses: [],
  });
  assertEquals(ips, ["127.0.0.1", "203.0.113.9", "::1"]);
});

Deno.test("collectCertificateNames() stops at 200 addresses", () => {
  const addresses = Array.from(
    { length: 999 },
    (_, i) => `10.0.${i >> 8}.${i & 255}`,
  );
  const { ips } = collectCertificateNames({
    hostName: "",
    publicHost: undefined,
    addresses,
  });
  assertEquals(ips.length, 202);
});
