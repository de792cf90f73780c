import { assertEquals, assertMatch } from "@std/assert";
import {
  formatLinkRow,
  formatLinksTable,
  hasLinkRow,
  readLinkRows,
  writeLinkRow,
} from "../../../../bench/links/links_table.ts";

const CELL = { members: 2, mbitPerSecond: 0.5, lossPercent: 8, delayMs: 20 };
const MARU = {
  height: 360,
  framesPerSecond: 10,
  freezesPerMinute: 6,
  frozenPercent: 5,
  concealedPercent: 1,
  cores: 1.5,
};
const ROW = formatLinkRow({
  cell: CELL,
  browser: { ...MARU, height: 90 },
  maru: MARU,
  isTogether: false,
});
const DOCUMENT = `# Links\n\n${formatLinksTable([ROW])}\n\nText\n`;

Deno.test("formatLinkRow() sets the browser alone before Maru", () => {
  assertEquals(ROW.slice(0, 6), [
    "2",
    "0.5",
    "8",
    "20",
    "90.0 / 360",
    "10.0 / 10.0",
  ]);
  assertEquals(ROW.at(-1), "1.50 / 1.50");
});

Deno.test("formatLinkRow() has the cores of both calls where they were held together", () => {
  const row = formatLinkRow({
    cell: CELL,
    browser: MARU,
    maru: MARU,
    isTogether: true,
  });
  assertEquals(row.at(-1), "1.50");
});

Deno.test("formatLinkRow() says that a call failed", () => {
  const row = formatLinkRow({
    cell: CELL,
    browser: null,
    maru: MARU,
    isTogether: false,
  });
  assertEquals(row[4], "failed / 360");
  assertEquals(hasLinkRow([row], CELL), false);
});

Deno.test("readLinkRows() reads the rows of the table alone", () => {
  assertEquals(readLinkRows(DOCUMENT), [ROW]);
  assertEquals(hasLinkRow([ROW], CELL), true);
  assertEquals(hasLinkRow([ROW], { ...CELL, members: 4 }), false);
});

Deno.test("writeLinkRow() replaces the row of the cell", () => {
  const other = [...ROW.slice(0, 4), "180 / 180", ...ROW.slice(5)];
  assertEquals(readLinkRows(writeLinkRow(DOCUMENT, other)), [other]);
});

Deno.test("writeLinkRow() sorts the rows of other cells by number", () => {
  const row = (members: string) => [members, ...ROW.slice(1)];
  const text = [row("10"), row("1")].reduce(writeLinkRow, DOCUMENT);
  assertEquals(readLinkRows(text), [row("1"), ROW, row("10")]);
  assertMatch(text, /^# Links\n\n\| members .*\n\nText\n$/s);
});
