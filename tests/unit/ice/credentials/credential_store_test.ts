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
  const store = new SharedSecretCredentialStore("s", "r");
  const { username, password } = mintCredential("s", "p1", 60, NOW_MS);
  assertEquals(store.passwordFor(username), password);
  for (
    const [offset, expected] of [[-1, false], [0, true], [1, true]] as const
  ) {
    const atMs = NOW_MS + 60_000 + offset;
    assertEquals(store.isExpired(username, atMs), expected);
  }
  assertEquals(store.passwordFor("p1"), null);
  assertEquals(store.quotaUserOf(username, "203.0.113.1"), "p1");
});

Deno.test("SharedSecretCredentialStore.memberIdOf() is null for a username without a seat", () => {
  const store = new SharedSecretCredentialStore("s", "r");
  const { username } = mintCredential("s", formatSeatUser("p1"), 60, NOW_MS);
  assertEquals(username, "1700000060:seat-p1");
  assertEquals(store.memberIdOf(username), "p1");
  assertEquals(store.memberIdOf("9:anon-1"), null);
  assertEquals(store.memberIdOf("9:p1"), null);
  assertEquals(
    new StaticCredentialStore("seat-p1", "p", "r").memberIdOf(),
    null,
  );
});

Deno.test("SharedSecretCredentialStore.findUsername() finds added usernames only", () => {
  const store = new SharedSecretCredentialStore("s", "r");
  const hash = computeUserhash("1:p1", "r");
  assertEquals(store.findUsername(hash), null);
  store.addUsername("1:p1");
  assertEquals(store.findUsername(hash), "1:p1");
  assertEquals(store.isUserhashOffered, false);
});

Deno.test("StaticCredentialStore knows one username, with one quota user per address", () => {
  const store = new StaticCredentialStore("u", "p", "r");
  assertEquals(store.passwordFor("u"), "p");
  assertEquals(store.passwordFor("v"), null);
  assertEquals(store.isExpired(), false);
  assertEquals(store.findUsername(computeUserhash("u", "r")), "u");
  assertEquals(store.findUsername(computeUserhash("v", "r")), null);
  const users = [CLIENT, "203.0.113.2"].map((ip) => store.quotaUserOf("u", ip));
  assertEquals(new Set(users).size, 2);
});

Deno.test("StaticCredentialStore accepts either Unicode normal form", () => {
  const store = new StaticCredentialStore("e\u0301", "e\u0301", "r");
  assertEquals(store.passwordFor("\u00e9"), "\u00e9");
});

Deno.test("WithTestUser adds its user until it is removed", () => {
  const store = new WithTestUser(
    createCredentialStore({ kind: "secret", secret: "s" }, "r"),
  );
  const test = { username: "test-user", password: "once" };
  assertEquals(store.passwordFor("test-user"), null);
  store.setTestUser(test);
  assertEquals(store.passwordFor("test-user"), "once");
  assertEquals(store.isExpired("test-user", NOW_MS), false);
  assertEquals(store.quotaUserOf("test-user", CLIENT), "test-user");
  assertEquals(store.quotaUserOf("99:p1", CLIENT), "p1");
  assertEquals(store.isExpired("99:p1", NOW_MS), true);
  store.setTestUser(null);
  assertEquals(store.passwordFor("test-user"), null);
});

Deno.test("SharedSecretCredentialStore counts a name without a user part by the client's address", () => {
  const store = new SharedSecretCredentialStore("secret", "maru");
  const userOf = (username: string) =>
    store.quotaUserOf(username, "203.0.113.1");
  assertEquals(userOf("1700000060"), "at 203.0.113.1");
  assertEquals(userOf("1700000060:"), "at 203.0.113.1");
  assertEquals(
    userOf("1700000060:@anna:matrix.example"),
    "@anna:matrix.example",
  );
  assertEquals(store.memberIdOf("1700000060"), null);
  assertEquals(store.memberIdOf("1700000060:x:seat-a"), null);
  assertEquals(store.memberIdOf("1700000060:seat-a"), "a");
});
