import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { X509Certificate } from "node:crypto";
import {
  createAuthority,
  findAuthorityFault,
  generateSerialNumber,
  toPublicCertificate,
} from "../../../../server/certificate/authority.ts";
import { createLeaf } from "../../../../server/certificate/leaf.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const OPTIONS = { hostName: "box", dns: ["localhost"], nowMs: NOW_MS };
const NEEDS = { requiredDnsName: undefined, minRemainingMs: 0, nowMs: NOW_MS };

const authority = await createAuthority(OPTIONS);
const other = await createAuthority(OPTIONS);

Deno.test("createAuthority() makes an authority for ten years that names its machine", () => {
  const cert = new X509Certificate(authority.cert);
  assert(cert.ca);
  assert(cert.verify(cert.publicKey));
  assertMatch(cert.subject, /Maru local authority of box/);
  assertEquals(Date.parse(cert.validFrom), NOW_MS - DAY_MS);
  assertEquals(Date.parse(cert.validTo), NOW_MS + 3650 * DAY_MS);
});

Deno.test("createAuthority() limits what it signs to servers", () => {
  const cert = new x509.X509Certificate(authority.cert);
  const { usages } = cert.getExtension(x509.ExtendedKeyUsageExtension) ?? {};
  assertEquals([...usages ?? []], [x509.ExtendedKeyUsage.serverAuth]);
});

Deno.test("findAuthorityFault() is null until too little validity is left", () => {
  const minRemainingMs = 90 * DAY_MS;
  const lastMs = NOW_MS + (3650 - 90) * DAY_MS;
  const at = (nowMs: number) =>
    findAuthorityFault(authority, {
      ...NEEDS,
      minRemainingMs: minRemainingMs,
      nowMs,
    });
  assertEquals(at(lastMs - 1), null);
  assertEquals(at(lastMs), null);
  assertEquals(at(lastMs + 1), "near-end");
});

Deno.test("findAuthorityFault() names the fault", async () => {
  const unreadable = { ...authority, cert: "x" };
  assertEquals(findAuthorityFault(unreadable, NEEDS), "unreadable");
  const mixed = { ...authority, key: other.key };
  assertEquals(findAuthorityFault(mixed, NEEDS), "other-key");
  const names = { dns: ["localhost"], ips: [] };
  const leaf = await createLeaf({ authority, names, nowMs: NOW_MS });
  assertEquals(findAuthorityFault(leaf, NEEDS), "not-an-authority");
  const needs = { ...NEEDS, requiredDnsName: "maru.example" };
  assertEquals(findAuthorityFault(authority, needs), "name-not-permitted");
});

Deno.test("toPublicCertificate() gives DER and fingerprint of the same certificate", () => {
  const { der, fingerprint } = toPublicCertificate(authority.cert);
  assertEquals(new X509Certificate(der).fingerprint256, fingerprint);
  assertMatch(fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

Deno.test("generateSerialNumber() is 16 bytes, positive and never the same", () => {
  const serials = Array.from({ length: 100 }, generateSerialNumber);
  for (const serial of serials) assertMatch(serial, /^[4-7][0-9a-f]{31}$/);
  assertEquals(new Set(serials).size, 100);
});
