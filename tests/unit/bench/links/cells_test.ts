import { assertEquals, assertThrows } from "@std/assert";
import { listCells, parseMatrix } from "../../../../bench/links/cells.ts";

Deno.test("listCells() combines all values of the options", () => {
  const options = new Map([
    ["members", "2,6"],
    ["mbit", "0.5"],
    ["loss", "0,2"],
    ["delay", "150"],
  ]);
  const cell = (members: number, lossPercent: number) => ({
    members,
    mbitPerSecond: 0.5,
    lossPercent,
    delayMs: 150,
  });
  assertEquals(
    listCells(parseMatrix(options)),
    [cell(2, 2), cell(6, 2), cell(2, 0), cell(6, 0)],
  );
});

Deno.test("listCells() has each cell of the whole matrix once, good paths of all sizes first", () => {
  const cells = listCells(parseMatrix(new Map()));
  assertEquals(new Set(cells.map((cell) => JSON.stringify(cell))).size, 72);
  const first = cells.slice(0, 12);
  assertEquals(new Set(first.map(({ members }) => members)).size, 3);
  assertEquals(
    first.every((cell) => cell.lossPercent === 0 && cell.delayMs === 20),
    true,
  );
});

Deno.test("listCells() sets other links last", () => {
  const matrix = { members: [2], mbit: [1], loss: [1, 8], delay: [20] };
  assertEquals(
    listCells(matrix).map(({ lossPercent }) => lossPercent),
    [8, 1],
  );
});

Deno.test("parseMatrix() refuses what is no number", () => {
  for (const text of ["", "two", "2,", "-1"]) {
    assertThrows(() => parseMatrix(new Map([["members", text]])), TypeError);
  }
});
