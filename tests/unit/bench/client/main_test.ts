import { assertMatch } from "@std/assert";
import { formatClientReport } from "../../../../bench/client/main.ts";

Deno.test("formatClientReport() sets the call with budget beside the one without", () => {
  const free = { cores: 2, sentMbps: 20, frames: 400 };
  const held = { cores: 1, sentMbps: 5, frames: 800 };
  const report = formatClientReport(free, held);
  assertMatch(report, /\| cores +\| 2\.00 +\| 1\.00 +\| 0\.50 +\|/);
  assertMatch(report, /\| Mbit\/s sent +\| 20\.0 +\| 5\.00 +\| 0\.25 +\|/);
  assertMatch(report, /\| CPU ms per frame +\| 5\.00 +\| 1\.25 +\| 0\.25 +\|/);
});
