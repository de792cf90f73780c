import { assertEquals } from "@std/assert";
import {
  formatSeatUser,
  mintCredential,
} from "../../../../ice/credentials/turn_credential.ts";
import { computeUserhash } from "../../../../ice/stun/integrity.ts";
import {
  createCredentialStore,
  SharedSecretCredentialStore,
  StaticCredentialStore,
  WithTestUser,
} from "../../../../ice/credentials/credential_store.ts";

const NOW_MS = 1_700_000_000_000;
const CLIENT = "203.0.113.1";

Deno.test("SharedSecretCredentialStore.passwordFor() ignores the expiry", () => {
  const directory = new SharedSecretCredentialStore("s", "r");
  const { username, password } = mintCredential("s", "p1", 60, NOW_MS);
  assertEquals(directory.passwordFor(username), password);
  for (
    const [offset, expected] of [[-1, false], [0, true], [1, true]] as const
  ) {
    const atMs = NOW_MS + 60_000 + offset;
    assertEquals(directory.isExpired(username, atMs), expected);
  }
  assertEquals(directory.passwordFor("p1"), null);
  assertEquals(directory.quotaUserOf(username), "p1");
});

Deno.test("SharedSecretCredentialStore.memberIdOf() is null for a username without a seat", () => {
  const directory = new SharedSecretCredentialStore("s", "r");
  const { username } = mintCredential("s", formatSeatUser("p1"), 60, NOW_MS);
  assertEquals(username, "1700000060:seat-p1");
  assertEquals(directory.memberIdOf(username), "p1");
  assertEquals(directory.memberIdOf("9:anon-1"), null);
  assertEquals(directory.memberIdOf("9:p1"), null);
  assertEquals(
    new StaticCredentialStore("seat-p1", "p", "r").memberIdOf(),
    null,
  );
});

Deno.test("SharedSecretCredentialStore.findUsername() finds added usernames only", () => {
  const directory = new SharedSecretCredentialStore("s", "r");
  const hash = computeUserhash("1:p1", "r");
  assertEquals(directory.findUsername(hash), null);
  directory.addUsername("1:p1");
  assertEquals(directory.findUsername(hash), "1:p1");
  assertEquals(directory.isUserhashOffered, false);
});

Deno.test("StaticCredentialStore knows one username, with one quota user per address", () => {
  const directory = new StaticCredentialStore("u", "p", "r");
  assertEquals(directory.passwordFor("u"), "p");
  assertEquals(directory.passwordFor("v"), null);
  assertEquals(directory.isExpired(), false);
  assertEquals(directory.findUsername(computeUserhash("u", "r")), "u");
  assertEquals(directory.findUsername(computeUserhash("v", "r")), null);
  const users = [CLIENT, "203.0.113.2"].map((ip) =>
    directory.quotaUserOf("u", ip)
  );
  assertEquals(new Set(users).size, 2);
});

Deno.test("StaticCredentialStore accepts either Unicode normal form", () => {
  const directory = new StaticCredentialStore("e\u0301", "e\u0301", "r");
  assertEquals(directory.passwordFor("\u00e9"), "\u00e9");
});

Deno.test("WithTestUser adds its user until it is removed", () => {
  const directory = new WithTestUser(
    createCredentialStore({ kind: "secret", secret: "s" }, "r"),
  );
  const test = { username: "self-test", password: "once" };
  assertEquals(directory.passwordFor("self-test"), null);
  directory.setTestUser(test);
  assertEquals(directory.passwordFor("self-test"), "once");
  assertEquals(directory.isExpired("self-test", NOW_MS), false);
  assertEquals(directory.quotaUserOf("self-test", CLIENT), "self-test");
  assertEquals(directory.quotaUserOf("99:p1", CLIENT), "p1");
  assertEquals(directory.isExpired("99:p1", NOW_MS), true);
  directory.setTestUser(null);
  assertEquals(directory.passwordFor("self-test"), null);
});
