import { assertEquals } from "@std/assert";
import { formatGoals } from "../../../../bench/files/goals.ts";

const cost = (
  seconds: number,
  longestTaskMs: readonly number[],
  framesPerSecond: readonly number[],
) => ({ seconds, cpuSeconds: 1, longestTaskMs, framesPerSecond });

const QUIET = cost(5, [0, 0], [15, 15]);
const BARE = [cost(4, [60, 0], [15, 14]), cost(4, [0, 0], [15, 15])];

const metOf = (maru: ReturnType<typeof cost>): string[] =>
  formatGoals(100, { quiet: QUIET, bare: BARE, maru })
    .split("\n").map((line) => line.slice(2, line.indexOf(":")));

Deno.test("formatGoals() says for each goal whether it is met", () => {
  assertEquals(metOf(cost(10, [50, 0], [15, 13.5])), ["Met", "Met", "Met"]);
  assertEquals(metOf(cost(10.1, [0, 51], [13.4, 15])), [
    "Missed",
    "Missed",
    "Missed",
  ]);
});

Deno.test("formatGoals() has the figures of both channels", () => {
  const [rate, task, frames] = formatGoals(100, {
    quiet: QUIET,
    bare: BARE,
    maru: cost(10, [70, 0], [15, 12]),
  }).split("\n");
  assertEquals(rate?.includes("0.80 of the bare channel (10.0 MiB/s)"), true);
  assertEquals(task?.includes("70.0 ms (bare: 60.0)"), true);
  assertEquals(frames?.includes("0.80 of those before"), true);
});
