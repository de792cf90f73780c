import { assertEquals, assertThrows } from "@std/assert";
import {
  createNameConstraints,
  isDnsNamePermitted,
  NAME_CONSTRAINTS_OID,
  readPermittedDnsNames,
} from "../../../../server/certificate/name_constraints.ts";
import { createAuthority } from "../../../../server/certificate/authority.ts";

Deno.test("createNameConstraints() is the DER of RFC 5280 §4.2.1.10, critical", () => {
  const extension = createNameConstraints(["ab"]);
  assertEquals(extension.type, NAME_CONSTRAINTS_OID);
  assertEquals(extension.critical, true);
  // SEQUENCE { [0] { SEQUENCE { [2] "ab" } } }
  assertEquals(
    [...new Uint8Array(extension.value)],
    [0x30, 0x08, 0xa0, 0x06, 0x30, 0x04, 0x82, 0x02, 0x61, 0x62],
  );
});

Deno.test.each([1, 20, 60])(
  "readPermittedDnsNames() reads back %d names, past the short form of a length",
  async (count) => {
    const dns = Array.from({ length: count }, (_, i) => `host-${i}.example`);
    const { cert } = await createAuthority({ hostName: "h", dns, nowMs: 0 });
    assertEquals(readPermittedDnsNames(cert), dns);
  },
);

Deno.test("createNameConstraints() throws on more than fits", () => {
  const dns = Array.from({ length: 400 }, () => "a".repeat(250));
  assertThrows(() => createNameConstraints(dns), RangeError);
});

Deno.test.each([
  { name: "local", want: true },
  { name: "box.local", want: true },
  { name: "notlocal", want: false },
  { name: "local.example", want: false },
])("permits() lets $name pass under local: $want", ({ name, want }) => {
  assertEquals(isDnsNamePermitted(["local"], name), want);
  assertEquals(isDnsNamePermitted(null, name), true);
});
