import { assertEquals, assertThrows } from "@std/assert";
import {
  NAME_CONSTRAINTS,
  nameConstraints,
  permits,
  permittedDns,
} from "../../../../server/certificate/name_constraints.ts";
import { makeAuthority } from "../../../../server/certificate/authority.ts";

Deno.test("nameConstraints() is the DER of RFC 5280 §4.2.1.10, critical", () => {
  const extension = nameConstraints(["ab"]);
  assertEquals(extension.type, NAME_CONSTRAINTS);
  assertEquals(extension.critical, true);
  // SEQUENCE { [0] { SEQUENCE { [2] "ab" } } }
  assertEquals(
    [...new Uint8Array(extension.value)],
    [0x30, 0x08, 0xa0, 0x06, 0x30, 0x04, 0x82, 0x02, 0x61, 0x62],
  );
});

Deno.test.each([1, 20, 60])(
  "permittedDns() reads back %d names, past the short form of a length",
  async (count) => {
    const dns = Array.from({ length: count }, (_, i) => `host-${i}.example`);
    const { certPem } = await makeAuthority({ hostName: "h", dns, nowMs: 0 });
    assertEquals(permittedDns(certPem), dns);
  },
);

Deno.test("nameConstraints() throws on more than fits", () => {
  const dns = Array.from({ length: 400 }, () => "a".repeat(250));
  assertThrows(() => nameConstraints(dns), RangeError);
});

Deno.test.each([
  { name: "local", want: true },
  { name: "box.local", want: true },
  { name: "notlocal", want: false },
  { name: "local.example", want: false },
])("permits() lets $name pass under local: $want", ({ name, want }) => {
  assertEquals(permits(["local"], name), want);
  assertEquals(permits(null, name), true);
});
