import { assert, assertEquals } from "@std/assert";
import { X509Certificate } from "node:crypto";
import { makeAuthority } from "../../../../server/certificate/authority.ts";
import {
  leafFault,
  makeLeaf,
  namesOf,
} from "../../../../server/certificate/leaf.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const NAMES = {
  dns: ["box.local", "localhost"],
  ips: ["127.0.0.1", "2001:db8::1", "::1"],
};

const AUTHORITY = { hostName: "box", dns: ["localhost"], nowMs: NOW_MS };
const authority = await makeAuthority(AUTHORITY);
const options = { authority, names: NAMES, nowMs: NOW_MS };
const leaf = await makeLeaf(options);

Deno.test("makeLeaf() makes an end certificate of 90 days for the names", () => {
  const cert = new X509Certificate(leaf.certPem);
  assertEquals(cert.ca, false);
  assertEquals(Date.parse(cert.validTo), NOW_MS + 90 * DAY_MS);
  assert(cert.verify(new X509Certificate(authority.certPem).publicKey));
  assertEquals(namesOf(leaf.certPem), NAMES);
});

Deno.test("makeLeaf() does not outlive its authority", async () => {
  const nowMs = NOW_MS + 3640 * DAY_MS;
  const late = await makeLeaf({ ...options, nowMs });
  const end = new X509Certificate(late.certPem).validTo;
  assertEquals(Date.parse(end), NOW_MS + 3650 * DAY_MS);
});

Deno.test("leafFault() wants a new leaf once less than a third of its life is left", () => {
  // 91 days from one day before now to 90 days after it.
  const thirdMs = NOW_MS + 90 * DAY_MS - 91 * DAY_MS / 3;
  const at = (nowMs: number) => leafFault(leaf, { ...options, nowMs });
  assertEquals(at(thirdMs - 1), null);
  assertEquals(at(thirdMs), null);
  assertEquals(at(thirdMs + 1), "near-end");
  assertEquals(at(NOW_MS + 400 * DAY_MS), "near-end");
  assertEquals(at(NOW_MS - 2 * DAY_MS), "near-end");
});

Deno.test("leafFault() names what is wrong", async () => {
  const names = { ...NAMES, ips: [...NAMES.ips, "192.168.1.5"] };
  assertEquals(leafFault(leaf, { ...options, names }), "other-names");
  const stranger = await makeAuthority(AUTHORITY);
  const foreign = { ...options, authority: stranger };
  assertEquals(leafFault(leaf, foreign), "other-authority");
  const mixed = { ...leaf, keyPem: stranger.keyPem };
  assertEquals(leafFault(mixed, options), "other-key");
  assertEquals(leafFault({ ...leaf, keyPem: "x" }, options), "unreadable");
});
