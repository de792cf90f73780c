import { assertEquals } from "@std/assert";
import {
  MAX_SAMPLES,
  QualityHistory,
} from "../../../../../client/engine/quality/quality_history.ts";
import { recorded } from "./fixtures.ts";

Deno.test("QualityHistory keeps a bounded number of samples of each member", () => {
  const history = new QualityHistory();
  const reading = recorded("chromium", "first");
  for (let i = 0; i < MAX_SAMPLES + 5; i++) {
    history.add("a", { ...reading, atMs: i }, 0);
  }
  const samples = history.memberQualities().get("a")?.samples ?? [];
  assertEquals(samples.length, MAX_SAMPLES);
  assertEquals([samples.at(0)?.atMs, samples.at(-1)?.atMs], [
    5,
    MAX_SAMPLES + 4,
  ]);
});

Deno.test("QualityHistory assesses its samples, and forgets a member that left", () => {
  const history = new QualityHistory();
  history.add("a", recorded("chromium", "first"), 320);
  history.add("a", recorded("chromium", "second"), 320);
  assertEquals(history.memberQualities().get("a")?.assessment?.grade, "good");
  assertEquals(history.latestSample("a")?.framesPerSecond, 21);
  history.retainMembers(new Set(["b"]));
  assertEquals([history.memberQualities().size, history.latestSample("a")], [
    0,
    null,
  ]);
});
