/**
 * The first seconds of a call of two: time from the first picture to 720p, and
 * loss, on shaped links, beside the browser's own behavior.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import { LinkLab } from "../../tests/natlab/link_lab.ts";
import type { LinkShape } from "../../tests/natlab/link_shaper.ts";
import { canShapeLinks } from "../../tests/natlab/namespaces.ts";
import { DISABLE_SET_PARAMETERS } from "../client/call.ts";
import {
  formatStartTable,
  type StartResult,
  type StartTotals,
} from "./start_table.ts";

/** Links of the benchmark, in each direction. */
const PATHS: Readonly<Record<string, LinkShape>> = {
  "10 Mbit/s": { kbitPerSecond: 10_000, delayMs: 10, queueMs: 250 },
  "300 kbit/s": { kbitPerSecond: 300, delayMs: 10, queueMs: 250 },
};

const PROBE = [
  "../../tests/e2e/quality/statistics_page.js",
  "start_probe.js",
].map((name) => new URL(name, import.meta.url));
const SETUPS: Readonly<Record<string, string | null>> = {
  "browser alone": DISABLE_SET_PARAMETERS,
  Maru: null,
};
/** Longest start that is measured. */
const START_MS = 12_000;
/** Two encoders of 720p beside each other leave a small machine some time. */
const FILM = { width: 1280, height: 720, framesPerSecond: 10 };

/** Measures the starts and prints a table; there is nothing that can fail. */
export async function measureStart(
  { rounds }: { readonly rounds: number },
): Promise<readonly string[]> {
  if (!await canShapeLinks()) return [];
  await using lab = await LinkLab.create(2, FILM);
  const results: StartResult[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [path, shape] of Object.entries(PATHS)) {
      for (const [setup, script] of Object.entries(SETUPS)) {
        const pages = await measureCall(lab, shape, script);
        results.push({ path, setup, pages });
      }
    }
  }
  const table = formatStartTable(results);
  console.log(`\n## Start of a call, ${rounds} rounds\n\n${table}`);
  return [];
}

async function measureCall(
  lab: LinkLab,
  shape: LinkShape,
  script: string | null,
): Promise<readonly StartTotals[]> {
  const pages: CallPage[] = [];
  await lab.setShapes({}, {});
  try {
    const room = `${lab.origin}/r/${crypto.randomUUID()}`;
    for (const browser of lab.browsers) {
      const page = await CallPage.open(browser, "Ada", {
        viewport: { width: 1280, height: 800 },
      });
      pages.push(page);
      await page.addScripts(...PROBE);
      if (script !== null) await page.page.addInitScript(script);
      await page.page.goto(room);
      await page.get("name-input").fill(page.name);
      await page.get("join").waitFor();
    }
    await lab.setShapes(shape, shape);
    for (const page of pages) {
      await page.get("join").click();
      await page.get("self-tile").waitFor();
    }
    await new Promise((resolve) => setTimeout(resolve, START_MS));
    return await Promise.all(
      pages.map(({ page }) => page.evaluate<StartTotals>("maruStart()")),
    );
  } finally {
    await Promise.all(pages.map(({ page }) => page.context().close()));
  }
}
