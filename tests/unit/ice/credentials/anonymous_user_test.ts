import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  formatAnonymousUser,
  isAnonymousUser,
  mayUseAnonymously,
  quotaUserOfAnonymous,
  UNBOUND_USER,
} from "../../../../ice/credentials/anonymous_user.ts";
import { mintCredential } from "../../../../ice/credentials/turn_credential.ts";

const SECRET = "secret";

/** Whether a credential that one address fetched may be used at the other. */
const CASES: readonly [fetched: string, used: string, expected: boolean][] = [
  ["203.0.113.1", "203.0.113.1", true],
  ["203.0.113.1", "203.0.113.2", false],
  ["2001:db8:1:200::1", "2001:db8:1:2ff:9::9", true],
  ["2001:db8:1:200::1", "2001:db8:1:300::1", false],
  // Families, private addresses and proxies cannot be compared.
  ["203.0.113.1", "2001:db8:1:2::1", true],
  ["2001:db8:1:2::1", "203.0.113.1", true],
  ["192.168.1.20", "203.0.113.1", true],
  ["203.0.113.1", "192.168.1.1", true],
];

for (const [fetched, used, expected] of CASES) {
  Deno.test(`A credential that ${fetched} fetched ${expected ? "works" : "is refused"} at ${used}`, () => {
    const user = formatAnonymousUser(SECRET, fetched);
    assertEquals(mayUseAnonymously(SECRET, user, used), expected);
  });
}

Deno.test("A credential whose client is not known is not bound, and counts by the client of TURN", () => {
  const user = formatAnonymousUser(SECRET, null);
  assertEquals(user, UNBOUND_USER);
  assertEquals(mayUseAnonymously(SECRET, user, "203.0.113.1"), true);
  assertEquals(
    quotaUserOfAnonymous(user, "2001:db8:1:2ab::7"),
    "anon-at 2001:db8:1:200::/56",
  );
});

Deno.test("Credentials of one network count together, those of two do not", () => {
  const first = formatAnonymousUser(SECRET, "2001:db8:1:200::1");
  assertEquals(first, formatAnonymousUser(SECRET, "2001:db8:1:2fe::2"));
  assertNotEquals(first, formatAnonymousUser(SECRET, "2001:db8:1:300::1"));
  assertEquals(quotaUserOfAnonymous(first, "203.0.113.1"), first);
  assertNotEquals(first, formatAnonymousUser("other", "2001:db8:1:200::1"));
});

Deno.test("formatAnonymousUser() is a user part that can be minted, and does not show the address", () => {
  const user = formatAnonymousUser(SECRET, "203.0.113.1");
  assert(isAnonymousUser(user));
  assert(!user.includes("203.0"));
  mintCredential(SECRET, user, 60, 0);
});
