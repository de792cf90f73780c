import { assertEquals } from "@std/assert";
import { attributeFaults } from "../../../../../client/engine/quality/fault_attribution.ts";
import type { Assessment } from "../../../../../client/engine/quality/connection_grade.ts";

const GOOD: Assessment = { grade: "good", issue: null };
const LOSS: Assessment = { grade: "poor", issue: "loss-in" };
const SLOW: Assessment = { grade: "fair", issue: "delay" };
const STILL: Assessment = { grade: "fair", issue: "freezes" };

function sides(...findings: (Assessment | null)[]) {
  const sidesById = attributeFaults(
    new Map(findings.map((f, i) => [`${i}`, f])),
  );
  return findings.map((_, i) => sidesById.get(`${i}`) ?? null);
}

Deno.test("attributeFaults() blames the own network when most peers have an issue", () => {
  assertEquals(sides(LOSS, SLOW), ["own", "own"]);
  assertEquals(sides(LOSS, SLOW, GOOD), ["own", "own", null]);
});

Deno.test("attributeFaults() blames the network of one among several", () => {
  assertEquals(sides(LOSS, GOOD, GOOD), ["theirs", null, null]);
  assertEquals(sides(LOSS, SLOW, GOOD, GOOD)[0], "theirs");
});

Deno.test("attributeFaults() does not decide between two", () => {
  assertEquals(sides(LOSS), ["between"]);
  assertEquals(sides(LOSS, GOOD), ["between", null]);
  assertEquals(sides(LOSS, null, null), ["between", null, null]);
});

Deno.test("attributeFaults() counts video and network issues separately", () => {
  assertEquals(sides(STILL, STILL, GOOD), ["own", "own", null]);
  assertEquals(sides(STILL, LOSS, GOOD), ["theirs", "theirs", null]);
});
