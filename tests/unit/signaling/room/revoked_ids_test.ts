import { assertEquals } from "@std/assert";
import { RESUME_TOKEN_TTL_MS } from "../../../../signaling/room/resume_token.ts";
import { RevokedIds } from "../../../../signaling/room/revoked_ids.ts";

Deno.test("RevokedIds keeps an id as long as a token could be good", () => {
  const retired = new RevokedIds();
  retired.add("a", "removed", 0);
  assertEquals(retired.findReason("a", RESUME_TOKEN_TTL_MS - 1), "removed");
  assertEquals(retired.findReason("a", RESUME_TOKEN_TTL_MS), null);
});

Deno.test("RevokedIds forgets the oldest beyond its bound", () => {
  const retired = new RevokedIds();
  for (let i = 0; i <= 10_000; i++) retired.add(`${i}`, "left", 0);
  assertEquals(retired.findReason("0", 1), null);
  assertEquals(retired.findReason("1", 1), "left");
  assertEquals(retired.findReason("10000", 1), "left");
});
