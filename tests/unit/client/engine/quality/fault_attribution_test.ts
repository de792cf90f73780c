import { assertEquals } from "@std/assert";
import { blame } from "../../../../../client/engine/quality/fault_attribution.ts";
import type { Finding } from "../../../../../client/engine/quality/connection_grade.ts";

const GOOD: Finding = { grade: "good", trouble: null };
const LOSS: Finding = { grade: "poor", trouble: "loss-in" };
const SLOW: Finding = { grade: "fair", trouble: "delay" };
const STILL: Finding = { grade: "fair", trouble: "freezes" };

function sides(...findings: (Finding | null)[]) {
  const sidesById = blame(new Map(findings.map((f, i) => [`${i}`, f])));
  return findings.map((_, i) => sidesById.get(`${i}`) ?? null);
}

Deno.test("blame() finds the own network when most have trouble", () => {
  assertEquals(sides(LOSS, SLOW), ["own", "own"]);
  assertEquals(sides(LOSS, SLOW, GOOD), ["own", "own", null]);
});

Deno.test("blame() finds the network of one among several", () => {
  assertEquals(sides(LOSS, GOOD, GOOD), ["theirs", null, null]);
  assertEquals(sides(LOSS, SLOW, GOOD, GOOD)[0], "theirs");
});

Deno.test("blame() does not guess between two", () => {
  assertEquals(sides(LOSS), ["between"]);
  assertEquals(sides(LOSS, GOOD), ["between", null]);
  assertEquals(sides(LOSS, null, null), ["between", null, null]);
});

Deno.test("blame() does not mix pictures with the network", () => {
  assertEquals(sides(STILL, STILL, GOOD), ["own", "own", null]);
  assertEquals(sides(STILL, LOSS, GOOD), ["theirs", "theirs", null]);
});
