import { assert, assertEquals } from "@std/assert";
import { X509Certificate } from "node:crypto";
import { createAuthority } from "../../../../server/certificate/authority.ts";
import {
  createLeaf,
  findLeafFault,
  subjectAltNamesOf,
} from "../../../../server/certificate/leaf.ts";

const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const NAMES = {
  dns: ["box.local", "localhost"],
  ips: ["127.0.0.1", "2001:db8::1", "::1"],
};

const AUTHORITY = { hostName: "box", dns: ["localhost"], nowMs: NOW_MS };
const authority = await createAuthority(AUTHORITY);
const options = { authority, names: NAMES, nowMs: NOW_MS };
const leaf = await createLeaf(options);

Deno.test("createLeaf() makes an end certificate of 90 days for the names", () => {
  const cert = new X509Certificate(leaf.cert);
  assertEquals(cert.ca, false);
  assertEquals(Date.parse(cert.validTo), NOW_MS + 90 * DAY_MS);
  assert(cert.verify(new X509Certificate(authority.cert).publicKey));
  assertEquals(subjectAltNamesOf(leaf.cert), NAMES);
});

Deno.test("createLeaf() does not outlive its authority", async () => {
  const nowMs = NOW_MS + 3640 * DAY_MS;
  const late = await createLeaf({ ...options, nowMs });
  const end = new X509Certificate(late.cert).validTo;
  assertEquals(Date.parse(end), NOW_MS + 3650 * DAY_MS);
});

Deno.test("findLeafFault() reports a leaf with less than a third of its validity left", () => {
  // 91 days from one day before now to 90 days after it.
  const thirdMs = NOW_MS + 90 * DAY_MS - 91 * DAY_MS / 3;
  const at = (nowMs: number) => findLeafFault(leaf, { ...options, nowMs });
  assertEquals(at(thirdMs - 1), null);
  assertEquals(at(thirdMs), null);
  assertEquals(at(thirdMs + 1), "near-end");
  assertEquals(at(NOW_MS + 400 * DAY_MS), "near-end");
  assertEquals(at(NOW_MS - 2 * DAY_MS), "near-end");
});

Deno.test("findLeafFault() names the fault", async () => {
  const names = { ...NAMES, ips: [...NAMES.ips, "192.168.1.5"] };
  assertEquals(findLeafFault(leaf, { ...options, names }), "other-names");
  const stranger = await createAuthority(AUTHORITY);
  const foreign = { ...options, authority: stranger };
  assertEquals(findLeafFault(leaf, foreign), "other-authority");
  const mixed = { ...leaf, key: stranger.key };
  assertEquals(findLeafFault(mixed, options), "other-key");
  assertEquals(findLeafFault({ ...leaf, key: "x" }, options), "unreadable");
});
