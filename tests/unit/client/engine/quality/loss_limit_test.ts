import { assertEquals } from "@std/assert";
import {
  LONG_RTT_MS,
  LossLimit,
  LOSSY_PX,
  MODERATE_LOSS,
  SEVERE_LOSS,
} from "../../../../../client/engine/quality/loss_limit.ts";
import { GOOD_PATH_MS } from "../../../../../client/engine/quality/lossy_paths.ts";
import { CAMERA_RUNGS } from "../../../../../client/engine/quality/resolution_ladder.ts";

Deno.test("LossLimit limits the camera on a long path from 5 % of loss until it has lost less than 2.5 % for 30 s", () => {
  const limit = new LossLimit();
  const after = (lossOut: number | null, nowMs: number) => {
    limit.update("a", lossOut, LONG_RTT_MS, nowMs);
    return CAMERA_RUNGS[limit.maxRungOf("a")]?.px ?? Infinity;
  };
  assertEquals(after(SEVERE_LOSS - 0.001, 0), Infinity);
  assertEquals(after(SEVERE_LOSS, 1_000), LOSSY_PX);
  assertEquals(after(MODERATE_LOSS, 2_000), LOSSY_PX);
  assertEquals(after(MODERATE_LOSS - 0.001, 1_999 + GOOD_PATH_MS), LOSSY_PX);
  assertEquals(after(null, 2_000 + GOOD_PATH_MS), Infinity);
  assertEquals(after(MODERATE_LOSS, 40_000), Infinity);
  assertEquals(limit.maxRungOf("b"), Infinity);
});

Deno.test("LossLimit does not limit a short path, where a second retransmission is there in time", () => {
  const limit = new LossLimit();
  for (const rttMs of [LONG_RTT_MS - 1, null]) {
    limit.update("a", 0.5, rttMs, 0);
    assertEquals(limit.maxRungOf("a"), Infinity);
  }
});

Deno.test("LossLimit forgets a member that left", () => {
  const limit = new LossLimit();
  limit.update("a", SEVERE_LOSS, LONG_RTT_MS, 0);
  limit.retainMembers(new Set());
  assertEquals(limit.maxRungOf("a"), Infinity);
});
