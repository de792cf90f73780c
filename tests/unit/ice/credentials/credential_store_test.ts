import { assertEquals } from "@std/assert";
import {
  mintCredential,
  seatUser,
} from "../../../../ice/credentials/turn_credential.ts";
import { userhashOf } from "../../../../ice/stun/integrity.ts";
import {
  directoryFor,
  SecretDirectory,
  StaticDirectory,
  TestableDirectory,
} from "../../../../ice/credentials/credential_store.ts";

const NOW_MS = 1_700_000_000_000;
const CLIENT = "203.0.113.1";

Deno.test("SecretDirectory knows the password of a name whether or not it has expired", () => {
  const directory = new SecretDirectory("s", "r");
  const { username, password } = mintCredential("s", "p1", 60, NOW_MS);
  assertEquals(directory.passwordFor(username), password);
  for (
    const [offset, expected] of [[-1, false], [0, true], [1, true]] as const
  ) {
    const atMs = NOW_MS + 60_000 + offset;
    assertEquals(directory.isExpired(username, atMs), expected);
  }
  assertEquals(directory.passwordFor("p1"), null);
  assertEquals(directory.userOf(username), "p1");
});

Deno.test("SecretDirectory.seatOf() is the seat that a name was made for, and null of others", () => {
  const directory = new SecretDirectory("s", "r");
  const { username } = mintCredential("s", seatUser("p1"), 60, NOW_MS);
  assertEquals(username, "1700000060:seat-p1");
  assertEquals(directory.seatOf(username), "p1");
  assertEquals(directory.seatOf("9:anon-1"), null);
  assertEquals(directory.seatOf("9:p1"), null);
  assertEquals(new StaticDirectory("seat-p1", "p", "r").seatOf(), null);
});

Deno.test("SecretDirectory finds the hashes of the names it was told of only", () => {
  const directory = new SecretDirectory("s", "r");
  const hash = userhashOf("1:p1", "r");
  assertEquals(directory.usernameOf(hash), null);
  directory.remember("1:p1");
  assertEquals(directory.usernameOf(hash), "1:p1");
  assertEquals(directory.isUserhashOffered, false);
});

Deno.test("StaticDirectory knows one name, and tells its users apart by address", () => {
  const directory = new StaticDirectory("u", "p", "r");
  assertEquals(directory.passwordFor("u"), "p");
  assertEquals(directory.passwordFor("v"), null);
  assertEquals(directory.isExpired(), false);
  assertEquals(directory.usernameOf(userhashOf("u", "r")), "u");
  assertEquals(directory.usernameOf(userhashOf("v", "r")), null);
  const users = [CLIENT, "203.0.113.2"].map((ip) => directory.userOf("u", ip));
  assertEquals(new Set(users).size, 2);
});

Deno.test("StaticDirectory takes a name and a password in either Unicode form", () => {
  const directory = new StaticDirectory("e\u0301", "e\u0301", "r");
  assertEquals(directory.passwordFor("\u00e9"), "\u00e9");
});

Deno.test("TestableDirectory lets its test user in while the test runs, and nobody else", () => {
  const directory = new TestableDirectory(
    directoryFor({ kind: "secret", secret: "s" }, "r"),
  );
  const test = { username: "self-test", password: "once" };
  assertEquals(directory.passwordFor("self-test"), null);
  directory.admit(test);
  assertEquals(directory.passwordFor("self-test"), "once");
  assertEquals(directory.isExpired("self-test", NOW_MS), false);
  assertEquals(directory.userOf("self-test", CLIENT), "self-test");
  assertEquals(directory.userOf("99:p1", CLIENT), "p1");
  assertEquals(directory.isExpired("99:p1", NOW_MS), true);
  directory.admit(null);
  assertEquals(directory.passwordFor("self-test"), null);
});
