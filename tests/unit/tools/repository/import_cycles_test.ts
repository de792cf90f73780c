import { assertEquals } from "@std/assert";
import { findImportCycles } from "../../../../tools/repository/import_cycles.ts";

function cyclesOf(files: Record<string, string>): string[] {
  return findImportCycles(new Map(Object.entries(files)))
    .map(({ message }) => message);
}

Deno.test("findImportCycles() reports a cycle over three files, of types too", () => {
  const cycles = cyclesOf({
    "x/a.ts": 'import { b } from "../b.ts";',
    "b.ts": 'export * from "./x/c.ts";',
    "x/c.ts": 'import type { A } from "./a.ts";',
    "d.ts": 'import "./b.ts";',
  });
  assertEquals(cycles, ["Import cycle: b.ts, x/a.ts, x/c.ts"]);
});

Deno.test("findImportCycles() finds nothing where imports point one way", () => {
  const cycles = cyclesOf({
    "a.ts": 'import "./b.ts"; import "./c.ts"; import "npm:x";',
    "b.ts": 'const c = await import("./c.ts");',
    "c.ts": "",
  });
  assertEquals(cycles, []);
});
