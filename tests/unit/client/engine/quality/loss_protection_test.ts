import { assertEquals } from "@std/assert";
import { GOOD_PATH_MS } from "../../../../../client/engine/quality/lossy_paths.ts";
import {
  GOOD_LOSS,
  LossProtection,
  PROTECT_LOSS,
} from "../../../../../client/engine/quality/loss_protection.ts";

Deno.test("LossProtection repeats packets from 2 % of loss until the path is good for 30 s", () => {
  const protection = new LossProtection();
  const after = (lossOut: number | null, nowMs: number) => {
    protection.update("a", { lossOut, isExhausted: false }, nowMs);
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

Deno.test("LossProtection repeats nothing on a path that is full without video, and begins again 30 s after it", () => {
  const protection = new LossProtection();
  const after = (isExhausted: boolean, nowMs: number) => {
    protection.update("a", { lossOut: 0.3, isExhausted }, nowMs);
    return protection.isProtected("a");
  };
  assertEquals(after(false, 0), true);
  assertEquals(after(true, 2_000), false);
  assertEquals(after(false, 2_000 + GOOD_PATH_MS - 1), false);
  assertEquals(after(false, 2_000 + GOOD_PATH_MS), true);
});

Deno.test("LossProtection forgets a member that left", () => {
  const protection = new LossProtection();
  const lossy = { lossOut: 0.5, isExhausted: false };
  assertEquals(protection.update("a", lossy, 0), true);
  assertEquals(protection.update("a", lossy, 1), false);
  protection.retainMembers(new Set());
  assertEquals(protection.isProtected("a"), false);
});
