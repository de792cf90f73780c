import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  findBrokenBounds,
  formatRow,
  type SoakBounds,
  type SoakRow,
  TABLE_HEAD,
} from "../../../../bench/soak/table.ts";

const USE = { residentMib: 100, peakMib: 200, descriptors: 30 };
const ROW: SoakRow = {
  name: "attack",
  p99Ms: 60,
  controlP99Ms: 10,
  maxMs: 80,
  lost: 0,
  lostSeats: 0,
  recoveryMs: 2_000,
  before: { ...USE, residentMib: 50 },
  warm: USE,
  after: USE,
};
const BOUNDS: SoakBounds = {
  addedP99Ms: 50,
  maxRecoveryMs: 2_000,
  mayLose: false,
};

function brokenBy(change: Partial<SoakRow>, bounds = BOUNDS): string[] {
  return findBrokenBounds({ ...ROW, ...change }, bounds);
}

Deno.test("a row at all its bounds breaks none", () => {
  assertEquals(brokenBy({}), []);
});

Deno.test("each bound is broken by a little more", () => {
  assertEquals(brokenBy({ p99Ms: 60.1 }), ["p99"]);
  assertEquals(brokenBy({ lost: 1 }), ["lost"]);
  assertEquals(brokenBy({ lostSeats: 1 }), ["seats"]);
  assertEquals(brokenBy({ recoveryMs: 2_001 }), ["recovery"]);
  assertEquals(brokenBy({ recoveryMs: null }), ["recovery"]);
  const after = (change: Partial<typeof USE>) => ({
    after: { ...USE, ...change },
  });
  assertEquals(brokenBy(after({ peakMib: 513 })), ["peak"]);
  assertEquals(brokenBy(after({ residentMib: 229 })), ["memory"]);
  assertEquals(brokenBy(after({ descriptors: 39 })), ["files"]);
});

Deno.test("a crash may lose messages, and no seat", () => {
  const bounds = { ...BOUNDS, mayLose: true };
  assertEquals(brokenBy({ lost: 5 }, bounds), []);
  assertEquals(brokenBy({ lostSeats: 1 }, bounds), ["seats"]);
});

Deno.test("formatRow() has a cell for each column, and names broken bounds", () => {
  const line = formatRow({ ...ROW, lost: 3, controlP99Ms: null }, BOUNDS);
  assertEquals(line.split("|").length, TABLE_HEAD[0]?.split("|").length);
  assertStringIncludes(line, "| BROKEN: ");
  assertStringIncludes(line, "lost");
});
