import { assertEquals } from "@std/assert";
import {
  assessConnection,
  type Assessment,
  BETTER_AFTER,
  GRADE_THRESHOLDS,
  type Issue,
  LARGE_TILE_PX,
  NO_ASSESSMENT,
  stabilizeAssessment,
  type StableAssessment,
  WINDOW_SAMPLES,
  WORSE_AFTER,
} from "../../../../../client/engine/quality/connection_grade.ts";
import type { QualitySample } from "../../../../../client/engine/quality/connection_sample.ts";
import { sampleWith } from "./fixtures.ts";

const some = (part: Partial<QualitySample>) =>
  Array.from({ length: WINDOW_SAMPLES }, () => sampleWith(part));

const CASES: readonly (readonly [
  Issue,
  { readonly fair: number; readonly poor: number },
  (value: number) => Partial<QualitySample>,
])[] = [
  ["loss-in", GRADE_THRESHOLDS.loss, (lossIn) => ({ lossIn })],
  ["loss-out", GRADE_THRESHOLDS.loss, (lossOut) => ({ lossOut })],
  ["delay", GRADE_THRESHOLDS.rttMs, (rttMs) => ({ rttMs })],
  ["jitter", GRADE_THRESHOLDS.jitterMs, (jitterMs) => ({ jitterMs })],
];

for (const [trouble, { fair, poor }, part] of CASES) {
  Deno.test(`assessConnection() finds ${trouble} at its thresholds, not below`, () => {
    const grade = (value: number) => assessConnection(some(part(value)), 320);
    assertEquals(grade(fair * 0.999), { grade: "good", issue: null });
    assertEquals(grade(fair), { grade: "fair", issue: trouble });
    assertEquals(grade(fair * 1.001), { grade: "fair", issue: trouble });
    assertEquals(grade(poor * 0.999), { grade: "fair", issue: trouble });
    assertEquals(grade(poor), { grade: "poor", issue: trouble });
    assertEquals(grade(poor * 1.001), { grade: "poor", issue: trouble });
  });
}

Deno.test("assessConnection() finds a low frame rate below its thresholds", () => {
  const { fair, poor } = GRADE_THRESHOLDS.framesPerSecond;
  const grade = (framesPerSecond: number) =>
    assessConnection(some({ framesPerSecond }), 320)?.grade;
  assertEquals([grade(fair), grade(fair - 0.1)], ["good", "fair"]);
  assertEquals([grade(poor), grade(poor - 0.1)], ["fair", "poor"]);
});

Deno.test("assessConnection() adds the freezes of its window", () => {
  const grade = (...counts: number[]) =>
    assessConnection(
      counts.map((freezeCount) => sampleWith({ freezeCount })),
      320,
    )
      ?.grade;
  assertEquals(grade(0, 0, 0), "good");
  assertEquals(grade(0, 1, 0), "fair");
  assertEquals(grade(1, 1, 1), "poor");
  assertEquals(grade(3, 0, 0, 0), "good");
});

Deno.test("assessConnection() expects no video of a camera that is off", () => {
  const samples = some({ framesPerSecond: 0, freezeCount: 3 });
  assertEquals(assessConnection(samples, 0)?.grade, "good");
  assertEquals(assessConnection(samples, 320)?.grade, "poor");
});

Deno.test("assessConnection() finds a still picture: video that stopped for a whole window", () => {
  const stopped = some({ framesPerSecond: 0, isVideoStopped: true });
  assertEquals(assessConnection(stopped, 320), {
    grade: "poor",
    issue: "picture",
  });
  assertEquals(assessConnection(stopped, 0)?.grade, "good");
  assertEquals(assessConnection(stopped.slice(1), 320)?.grade, "good");
  const slow = some({ framesPerSecond: 0, isVideoStopped: false });
  assertEquals(assessConnection([...stopped, ...slow], 320)?.grade, "poor");
});

Deno.test("assessConnection() returns the worst of several issues", () => {
  const samples = some({ lossIn: 0.05, rttMs: 900 });
  assertEquals(assessConnection(samples, 320), {
    grade: "poor",
    issue: "delay",
  });
});

Deno.test("assessConnection() is null when nothing was measured", () => {
  const nothing = {
    lossIn: null,
    lossOut: null,
    rttMs: null,
    jitterMs: null,
    framesPerSecond: null,
  };
  assertEquals(assessConnection([], 0), null);
  assertEquals(assessConnection(some(nothing), 0), null);
});

const GOOD: Assessment = { grade: "good", issue: null };
const FAIR: Assessment = { grade: "fair", issue: "delay" };
const POOR: Assessment = { grade: "poor", issue: "loss-in" };

function after(...findings: (Assessment | null)[]): StableAssessment {
  return findings.reduce(stabilizeAssessment, NO_ASSESSMENT);
}

const times = (n: number, finding: Assessment) => Array(n).fill(finding);

Deno.test("stabilizeAssessment() takes the first assessment at once", () => {
  assertEquals(after().current, null);
  assertEquals(after(null, POOR).current, POOR);
});

Deno.test("stabilizeAssessment() gets worse after several assessments, not before", () => {
  assertEquals(after(GOOD, ...times(WORSE_AFTER - 1, FAIR)).current, GOOD);
  assertEquals(after(GOOD, ...times(WORSE_AFTER, FAIR)).current, FAIR);
  assertEquals(after(GOOD, FAIR, POOR).current, POOR);
});

Deno.test("stabilizeAssessment() gets better after several assessments, not before", () => {
  assertEquals(after(POOR, ...times(BETTER_AFTER - 1, GOOD)).current, POOR);
  assertEquals(after(POOR, ...times(BETTER_AFTER, GOOD)).current, GOOD);
});

Deno.test("stabilizeAssessment() restarts its count when the direction changes", () => {
  assertEquals(after(FAIR, GOOD, GOOD, GOOD, POOR, GOOD).current, FAIR);
  assertEquals(after(FAIR, GOOD, GOOD, GOOD, FAIR, GOOD).current, FAIR);
});

Deno.test("stabilizeAssessment() keeps its grade while nothing is measured", () => {
  assertEquals(after(FAIR, null, null).current, FAIR);
});

Deno.test("assessConnection() compares the size of the picture with that of its tile", () => {
  const grade = (width: number, renderedPx: number) =>
    assessConnection(
      some({ width, height: Math.round(width * 9 / 16), framesPerSecond: 30 }),
      renderedPx,
    );
  assertEquals(grade(160, 1_280), { grade: "poor", issue: "picture" });
  assertEquals(grade(320, 1_280), { grade: "fair", issue: "picture" });
  assertEquals(grade(640, 1_280)?.grade, "good");
  // Cameras are not sent larger than 1280, on a large screen either.
  assertEquals(grade(640, 3_840)?.grade, "good");
  assertEquals(grade(160, 240)?.grade, "good");
  assertEquals(grade(160, 0)?.grade, "good");
});

Deno.test("assessConnection() takes the longer side of a picture in portrait format", () => {
  const samples = some({ width: 360, height: 640, framesPerSecond: 30 });
  assertEquals(assessConnection(samples, 1_280)?.grade, "good");
});

Deno.test("assessConnection() expects a higher frame rate of a large picture", () => {
  const { fair, poor } = GRADE_THRESHOLDS.largeFramesPerSecond;
  const grade = (framesPerSecond: number) =>
    assessConnection(some({ framesPerSecond }), LARGE_TILE_PX)?.grade;
  assertEquals([grade(fair), grade(fair - 0.1)], ["good", "fair"]);
  assertEquals([grade(poor), grade(poor - 0.1)], ["fair", "poor"]);
});
