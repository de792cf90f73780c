import { assertEquals } from "@std/assert";
import {
  GOOD_LOSS,
  GOOD_PATH_MS,
  LossProtection,
  PROTECT_LOSS,
} from "../../../../../client/engine/quality/loss_protection.ts";

Deno.test("LossProtection repeats packets from 2 % of loss until the path is good for 30 s", () => {
  const protection = new LossProtection();
  const after = (loss: number | null, nowMs: number) => {
    protection.update("a", loss, nowMs);
    return protection.isProtected("a");
  };
  assertEquals(after(PROTECT_LOSS - 0.001, 0), false);
  assertEquals(after(PROTECT_LOSS, 1_000), true);
  assertEquals(after(GOOD_LOSS, 2_000), true);
  assertEquals(after(null, 2_000 + GOOD_PATH_MS - 1), true);
  assertEquals(after(0, 2_000 + GOOD_PATH_MS), false);
  assertEquals(after(GOOD_LOSS, 40_000), false);
  assertEquals(protection.isProtected("b"), false);
});

Deno.test("LossProtection forgets a member that left", () => {
  const protection = new LossProtection();
  assertEquals(protection.update("a", 0.5, 0), true);
  assertEquals(protection.update("a", 0.5, 1), false);
  protection.retainMembers(new Set());
  assertEquals(protection.isProtected("a"), false);
});
