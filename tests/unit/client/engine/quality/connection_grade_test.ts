import { assertEquals } from "@std/assert";
import {
  BETTER_AFTER,
  BOUNDS,
  type Finding,
  findingOf,
  follow,
  NO_VERDICT,
  type Trouble,
  type Verdict,
  WINDOW,
  WORSE_AFTER,
} from "../../../../../client/engine/quality/connection_grade.ts";
import type { Sample } from "../../../../../client/engine/quality/connection_sample.ts";
import { sampleWith } from "./fixtures.ts";

const some = (part: Partial<Sample>) =>
  Array.from({ length: WINDOW }, () => sampleWith(part));

const CASES: readonly (readonly [
  Trouble,
  { readonly fair: number; readonly poor: number },
  (value: number) => Partial<Sample>,
])[] = [
  ["loss-in", BOUNDS.loss, (lossIn) => ({ lossIn })],
  ["loss-out", BOUNDS.loss, (lossOut) => ({ lossOut })],
  ["delay", BOUNDS.rttMs, (rttMs) => ({ rttMs })],
  ["jitter", BOUNDS.jitterMs, (jitterMs) => ({ jitterMs })],
];

for (const [trouble, { fair, poor }, part] of CASES) {
  Deno.test(`findingOf() finds ${trouble} at its bounds, not below`, () => {
    const grade = (value: number) => findingOf(some(part(value)), true);
    assertEquals(grade(fair * 0.999), { grade: "good", trouble: null });
    assertEquals(grade(fair), { grade: "fair", trouble });
    assertEquals(grade(fair * 1.001), { grade: "fair", trouble });
    assertEquals(grade(poor * 0.999), { grade: "fair", trouble });
    assertEquals(grade(poor), { grade: "poor", trouble });
    assertEquals(grade(poor * 1.001), { grade: "poor", trouble });
  });
}

Deno.test("findingOf() finds few frames below their bounds", () => {
  const { fair, poor } = BOUNDS.framesPerSecond;
  const grade = (framesPerSecond: number) =>
    findingOf(some({ framesPerSecond }), true)?.grade;
  assertEquals([grade(fair), grade(fair - 0.1)], ["good", "fair"]);
  assertEquals([grade(poor), grade(poor - 0.1)], ["fair", "poor"]);
});

Deno.test("findingOf() adds the freezes of its window", () => {
  const grade = (...counts: number[]) =>
    findingOf(counts.map((freezeCount) => sampleWith({ freezeCount })), true)
      ?.grade;
  assertEquals(grade(0, 0, 0), "good");
  assertEquals(grade(0, 1, 0), "fair");
  assertEquals(grade(1, 1, 1), "poor");
  assertEquals(grade(3, 0, 0, 0), "good");
});

Deno.test("findingOf() expects no picture of a camera that is off", () => {
  const samples = some({ framesPerSecond: 0, freezeCount: 3 });
  assertEquals(findingOf(samples, false)?.grade, "good");
  assertEquals(findingOf(samples, true)?.grade, "poor");
});

Deno.test("findingOf() blames nobody for a picture that its sender stopped", () => {
  const stopped = some({ framesPerSecond: 0, isPictureStopped: true });
  assertEquals(findingOf(stopped, true)?.grade, "good");
  const slow = some({ framesPerSecond: 0, isPictureStopped: false });
  assertEquals(findingOf([...stopped, ...slow], true)?.grade, "poor");
});

Deno.test("findingOf() tells the worst of several troubles", () => {
  const samples = some({ lossIn: 0.05, rttMs: 900 });
  assertEquals(findingOf(samples, true), { grade: "poor", trouble: "delay" });
});

Deno.test("findingOf() says nothing when nothing was measured", () => {
  const nothing = {
    lossIn: null,
    lossOut: null,
    rttMs: null,
    jitterMs: null,
    framesPerSecond: null,
  };
  assertEquals(findingOf([], false), null);
  assertEquals(findingOf(some(nothing), false), null);
});

const GOOD: Finding = { grade: "good", trouble: null };
const FAIR: Finding = { grade: "fair", trouble: "delay" };
const POOR: Finding = { grade: "poor", trouble: "loss-in" };

function after(...findings: (Finding | null)[]): Verdict {
  return findings.reduce(follow, NO_VERDICT);
}

const times = (n: number, finding: Finding) => Array(n).fill(finding);

Deno.test("follow() takes the first finding at once", () => {
  assertEquals(after().finding, null);
  assertEquals(after(null, POOR).finding, POOR);
});

Deno.test("follow() gets worse after so many findings, not before", () => {
  assertEquals(after(GOOD, ...times(WORSE_AFTER - 1, FAIR)).finding, GOOD);
  assertEquals(after(GOOD, ...times(WORSE_AFTER, FAIR)).finding, FAIR);
  assertEquals(after(GOOD, FAIR, POOR).finding, POOR);
});

Deno.test("follow() gets better after so many findings, not before", () => {
  assertEquals(after(POOR, ...times(BETTER_AFTER - 1, GOOD)).finding, POOR);
  assertEquals(after(POOR, ...times(BETTER_AFTER, GOOD)).finding, GOOD);
});

Deno.test("follow() begins to count anew when the direction changes", () => {
  assertEquals(after(FAIR, GOOD, GOOD, GOOD, POOR, GOOD).finding, FAIR);
  assertEquals(after(FAIR, GOOD, GOOD, GOOD, FAIR, GOOD).finding, FAIR);
});

Deno.test("follow() keeps its verdict while nothing is measured", () => {
  assertEquals(after(FAIR, null, null).finding, FAIR);
});
