import { assertEquals } from "@std/assert";
import { RESUME_TOKEN_TTL_MS } from "../../../signaling/resume_token.ts";
import { RetiredIds } from "../../../signaling/retired_ids.ts";

Deno.test("RetiredIds keeps an id as long as a token could be good", () => {
  const retired = new RetiredIds();
  retired.add("a", 0);
  assertEquals(retired.has("a", RESUME_TOKEN_TTL_MS - 1), true);
  assertEquals(retired.has("a", RESUME_TOKEN_TTL_MS), false);
});

Deno.test("RetiredIds forgets the oldest beyond its bound", () => {
  const retired = new RetiredIds();
  for (let i = 0; i <= 10_000; i++) retired.add(`${i}`, 0);
  assertEquals(retired.has("0", 1), false);
  assertEquals(retired.has("1", 1), true);
  assertEquals(retired.has("10000", 1), true);
});
