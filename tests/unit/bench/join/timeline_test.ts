/** Figures of the benchmark of joins. @module */
import { assertEquals } from "@std/assert";
import {
  computePercentile,
  createJoinRound,
  formatJoinTable,
  formatTimeline,
} from "../../../../bench/join/timeline.ts";

Deno.test("createJoinRound() counts from the press of the newcomer, on both sides", () => {
  const newcomer = { press: 1000, welcome: 1010, frame: 1200, all: 1250 };
  assertEquals(createJoinRound(newcomer, { frame: 1230 }), {
    newcomerMs: 250,
    memberMs: 230,
    steps: { press: 0, welcome: 10, frame: 200, all: 250 },
  });
});

Deno.test("createJoinRound() has no figure of a member where none was in the room", () => {
  assertEquals(createJoinRound({ press: 0, all: 5 }, {}).memberMs, NaN);
});

Deno.test("computePercentile() is the nearest rank of the finite values", () => {
  const values = [50, 10, 40, NaN, 20, 30];
  assertEquals(computePercentile(values, 0.5), 30);
  assertEquals(computePercentile(values, 0.95), 50);
  assertEquals(computePercentile([], 0.95), NaN);
});

Deno.test("formatJoinTable() compares each case with the bare call of the same round", () => {
  const round = (newcomerMs: number) => ({
    newcomerMs,
    memberMs: newcomerMs + 1,
    steps: { welcome: newcomerMs / 2 },
  });
  const rounds = new Map([
    ["bare", [round(100), round(200)]],
    ["direct", [round(150), round(300)]],
  ]);
  const table = formatJoinTable(rounds, () => "bare").split("\n");
  assertEquals(table[3]?.split("|").map((cell) => cell.trim()), [
    "",
    "direct",
    "225",
    "300",
    "1.50",
    "226",
    "301",
    "",
  ]);
  assertEquals(
    formatTimeline(rounds).includes("| direct | -      | 113 "),
    true,
  );
});

Deno.test("formatTimeline() says that a step came before the press", () => {
  const round = { newcomerMs: 5, memberMs: NaN, steps: { socket: -900 } };
  const table = formatTimeline(new Map([["direct", [round]]]));
  assertEquals(table.includes("| direct | before |"), true);
});
