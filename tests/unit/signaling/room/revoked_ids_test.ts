import { assertEquals } from "@std/assert";
import { RESUME_TOKEN_TTL_MS } from "../../../../signaling/room/resume_token.ts";
import { RetiredIds } from "../../../../signaling/room/revoked_ids.ts";

Deno.test("RetiredIds keeps an id as long as a token could be good", () => {
  const retired = new RetiredIds();
  retired.add("a", "removed", 0);
  assertEquals(retired.find("a", RESUME_TOKEN_TTL_MS - 1), "removed");
  assertEquals(retired.find("a", RESUME_TOKEN_TTL_MS), null);
});

Deno.test("RetiredIds forgets the oldest beyond its bound", () => {
  const retired = new RetiredIds();
  for (let i = 0; i <= 10_000; i++) retired.add(`${i}`, "left", 0);
  assertEquals(retired.find("0", 1), null);
  assertEquals(retired.find("1", 1), "left");
  assertEquals(retired.find("10000", 1), "left");
});
