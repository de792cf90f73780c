import { assert, assertEquals } from "@std/assert";
import {
  type ContenderResults,
  formatComparison,
} from "../../../../bench/signaling/comparison.ts";
import type { SignalingLoadResult } from "../../../../bench/signaling/loads.ts";

function contender(
  name: string,
  cpuUsPerDelivery: readonly number[],
  kibPerIdleMember: number,
  predecessor?: string,
): ContenderResults {
  const results = cpuUsPerDelivery.map((cpu): SignalingLoadResult => ({
    deliveredPerSecond: 1000,
    cpuUsPerDelivery: cpu,
    storeUsPerDelivery: 0,
    serverBusy: 1,
    clientBusy: 1,
    othersBusy: 0,
    p50Us: 1,
    p99Us: 2,
    p999Us: 3,
    faults: [],
  }));
  const loads = new Map([["rooms", results]]);
  return { name, predecessor, loads, kibPerIdleMember };
}

Deno.test("formatComparison() compares CPU per delivery and memory with the predecessor", () => {
  const report = formatComparison([
    contender("naive", [10, 20], 10),
    contender("before", [5, 10], 40),
    contender("now", [6, 8], 30, "before"),
  ], ["rooms"]);
  const lines = report.split("\n");
  assertEquals(lines.at(-1), "| now / before     | 1.00  | 0.75   |");
  assert(report.includes("| now    | 1000               | 1.00 | 7.00"));
});

Deno.test("formatComparison() has no table of predecessors without one", () => {
  const report = formatComparison([contender("naive", [10], 10)], ["rooms"]);
  assertEquals(report.includes("CPU per delivery"), false);
});
