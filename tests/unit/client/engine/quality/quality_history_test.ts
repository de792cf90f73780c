import { assertEquals } from "@std/assert";
import { CallAssessment } from "../../../../../client/engine/quality/call_assessment.ts";
import {
  MAX_SAMPLES,
  QualityHistory,
} from "../../../../../client/engine/quality/quality_history.ts";
import { recorded } from "./fixtures.ts";

Deno.test("QualityHistory keeps a bounded number of samples of each member", () => {
  const history = new QualityHistory();
  const reading = recorded("chromium", "first");
  for (let i = 0; i < MAX_SAMPLES + 4; i++) {
    history.add("a", { ...reading, atMs: i });
  }
  const samples = history.add("a", { ...reading, atMs: MAX_SAMPLES + 4 });
  assertEquals(samples.length, MAX_SAMPLES);
  assertEquals([samples.at(0)?.atMs, samples.at(-1)?.atMs], [
    5,
    MAX_SAMPLES + 4,
  ]);
});

Deno.test("Samples are assessed, and forgotten with a member that left", () => {
  const history = new QualityHistory();
  const assessment = new CallAssessment(() => {});
  for (const which of ["first", "second"] as const) {
    const snapshot = recorded("chromium", which);
    const samples = history.add("a", snapshot);
    assessment.add("a", samples, snapshot, {
      isCameraOff: false,
      resolutions: {
        cameraRequestedSinceMs: () => 0,
        requestedCameraPx: () => 320,
      },
      nowMs: 60_000,
    });
  }
  const { assessment: shown, samples } =
    assessment.memberQualities().get("a") ?? {};
  assertEquals(shown?.grade, "good");
  assertEquals(samples?.length, 2);
  assertEquals(history.latestSample("a")?.framesPerSecond, 21);
  const others = new Set(["b"]);
  history.retainMembers(others);
  assessment.retainMembers(others);
  assertEquals(history.latestSample("a"), null);
  assertEquals(assessment.memberQualities().size, 0);
});
