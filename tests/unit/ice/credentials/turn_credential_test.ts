import { assertEquals, assertThrows } from "@std/assert";
import {
  derivePassword,
  mintCredential,
} from "../../../../ice/credentials/turn_credential.ts";

const NOW_MS = 1_700_000_000_000;

Deno.test("mintCredential() puts the expiry in Unix seconds before the user", () => {
  const { username } = mintCredential("secret", "p1", 60, NOW_MS);
  assertEquals(username, "1700000060:p1");
});

Deno.test("mintCredential() matches the password that coturn computes", () => {
  // printf 1700000060:p1 | openssl dgst -sha1 -hmac secret -binary | base64
  assertEquals(
    mintCredential("secret", "p1", 60, NOW_MS).password,
    "7HMtf44CZq/+O/Jhu7YK38gw2dQ=",
  );
});

Deno.test.each([
  { username: "1700000060:p1", nowMs: NOW_MS, expected: "accepted" },
  { username: "1700000060:p1", nowMs: NOW_MS + 59_999, expected: "accepted" },
  { username: "1700000060:p1", nowMs: NOW_MS + 60_000, expected: "expired" },
  { username: "1700000060", nowMs: NOW_MS, expected: "accepted" },
  { username: "1700000060", nowMs: NOW_MS + 60_000, expected: "expired" },
  {
    username: "1700000060:@anna:matrix.example",
    nowMs: NOW_MS,
    expected: "accepted",
  },
  { username: "p1", nowMs: NOW_MS, expected: "malformed" },
  { username: "1700000060x", nowMs: NOW_MS, expected: "malformed" },
  { username: "", nowMs: NOW_MS, expected: "malformed" },
  { username: "1e9:p1", nowMs: NOW_MS, expected: "malformed" },
])("derivePassword() finds $username at $nowMs $expected", (c) => {
  const result = derivePassword("secret", c.username, c.nowMs);
  assertEquals("refused" in result ? result.refused : "accepted", c.expected);
});

Deno.test("mintCredential() throws for a user with a colon", () => {
  assertThrows(() => mintCredential("secret", "a:b", 60, NOW_MS), RangeError);
});

Deno.test("derivePassword() matches the password that coturn computes for a name of Synapse", () => {
  // printf 1700000060:@anna:matrix.example | openssl dgst -sha1 -hmac secret -binary | base64
  const username = "1700000060:@anna:matrix.example";
  assertEquals(derivePassword("secret", username, NOW_MS), {
    password: "DJWcML1XA4WDQ/eInDsChpB3vPA=",
  });
});
