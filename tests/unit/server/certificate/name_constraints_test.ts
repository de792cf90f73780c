import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { assertEquals, assertThrows } from "@std/assert";
import {
  encodeNameConstraints,
  isDnsNamePermitted,
  NAME_CONSTRAINTS_OID,
  readPermittedDnsNames,
} from "../../../../server/certificate/name_constraints.ts";
import { createAuthority } from "../../../../server/certificate/authority.ts";

Deno.test("encodeNameConstraints() is the DER of RFC 5280 §4.2.1.10", () => {
  // SEQUENCE { [0] { SEQUENCE { [2] "ab" } } }
  assertEquals(
    [...encodeNameConstraints(["ab"])],
    [0x30, 0x08, 0xa0, 0x06, 0x30, 0x04, 0x82, 0x02, 0x61, 0x62],
  );
});

Deno.test.each([1, 20, 60])(
  "readPermittedDnsNames() reads back %d names, past the short form of a length",
  async (count) => {
    const dns = Array.from({ length: count }, (_, i) => `host-${i}.example`);
    const { cert } = await createAuthority({ hostName: "h", dns, nowMs: 0 });
    assertEquals(readPermittedDnsNames(cert), dns);
    const extension = new x509.X509Certificate(cert)
      .getExtension(NAME_CONSTRAINTS_OID);
    assertEquals(extension?.critical, true);
  },
);

Deno.test("encodeNameConstraints() throws when the names are too long", () => {
  const dns = Array.from({ length: 400 }, () => "a".repeat(250));
  assertThrows(() => encodeNameConstraints(dns), RangeError);
});

Deno.test.each([
  { name: "local", want: true },
  { name: "box.local", want: true },
  { name: "notlocal", want: false },
  { name: "local.example", want: false },
])("isDnsNamePermitted() of $name under local is $want", ({ name, want }) => {
  assertEquals(isDnsNamePermitted(["local"], name), want);
  assertEquals(isDnsNamePermitted(null, name), true);
});
