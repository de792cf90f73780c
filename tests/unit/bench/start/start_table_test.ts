import { assertMatch } from "@std/assert";
import { formatStartTable } from "../../../../bench/start/start_table.ts";

Deno.test("formatStartTable() has a row for each path and setup, with the starts of both sides", () => {
  const page = {
    hdMs: 500,
    maxWidth: 1280,
    width: 1280,
    received: 99,
    lost: 1,
  };
  const small = { ...page, hdMs: null, width: 640 };
  const table = formatStartTable([
    { path: "fast", setup: "Maru", pages: [page, { ...page, hdMs: 700 }] },
    { path: "fast", setup: "browser", pages: [small, small] },
    { path: "fast", setup: "Maru", pages: [{ ...page, hdMs: 900 }, small] },
  ]);
  assertMatch(
    table,
    /\| fast \| Maru +\| 700 +\| 900 +\| 3 of 4 +\| 1280 +\| 1\.00 +\|/,
  );
  assertMatch(
    table,
    /\| fast \| browser +\| - +\| - +\| 0 of 2 +\| 640 +\| 1\.00 +\|/,
  );
});
