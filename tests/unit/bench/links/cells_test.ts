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
    [cell(2, 0), cell(2, 2), cell(6, 0), cell(6, 2)],
  );
});

Deno.test("parseMatrix() has values for options that are not given", () => {
  assertEquals(parseMatrix(new Map([["delay", "20"]])), parseMatrix(new Map()));
});

Deno.test("parseMatrix() refuses what is no number", () => {
  for (const text of ["", "two", "2,", "-1"]) {
    assertThrows(() => parseMatrix(new Map([["members", text]])), TypeError);
  }
});
