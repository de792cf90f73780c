/**
 * One call over shaped links, from Join to the totals of what was received.
 *
 * @module
 */
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import type { LinkLab } from "../../tests/natlab/link_lab.ts";
import { DISABLE_SET_PARAMETERS } from "../client/call.ts";
import { readProcessTreeCpuSeconds } from "../client/processes.ts";
import type { LinkCell } from "./cells.ts";
import {
  compareReadings,
  type ReceivedQuality,
  type ReceivedReading,
  type ReceivedTotals,
} from "./received_quality.ts";

/** Options of one call. */
export interface ShapedCallOptions {
  readonly cell: LinkCell;
  /** False makes `setParameters` do nothing. */
  readonly hasUplinkBudget: boolean;
  /** Time for the estimates of the browser to settle. */
  readonly warmMs: number;
  readonly measureMs: number;
}

const SCRIPTS = [
  "../../tests/e2e/quality/statistics_page.js",
  "link_stats.js",
].map((name) => new URL(name, import.meta.url));
/** Queue of a usual router at home. */
const QUEUE_MS = 250;

/** Holds the call and measures what its pages received. */
export async function measureShapedCall(
  lab: LinkLab,
  { cell, hasUplinkBudget, warmMs, measureMs }: ShapedCallOptions,
): Promise<ReceivedQuality> {
  const pages: CallPage[] = [];
  const room = `${lab.origin}/r/${crypto.randomUUID()}`;
  await lab.setShapes({}, {});
  try {
    for (const [index, browser] of lab.browsers.entries()) {
      const page = await CallPage.open(browser, `Member ${index}`, {
        // Tiles are at least as large as the film, also in a call of four.
        viewport: { width: 1280, height: 800 },
      });
      pages.push(page);
      await page.addScripts(...SCRIPTS);
      if (!hasUplinkBudget) {
        await page.page.addInitScript(DISABLE_SET_PARAMETERS);
      }
      await page.page.goto(room);
      await page.get("name-input").fill(page.name);
      await page.get("join").waitFor();
    }
    await shapeLinks(lab, cell);
    for (const page of pages) {
      await page.get("join").click();
      await page.get("self-tile").waitFor();
    }
    for (const page of pages) await page.tiles(cell.members - 1);
    await delay(warmMs);
    const before = await readTotals(pages);
    await delay(measureMs);
    return compareReadings(before, await readTotals(pages));
  } finally {
    await Promise.all(pages.map(({ page }) => page.context().close()));
  }
}

/** A path is a link up and one down: each has half of the delay. */
async function shapeLinks(
  lab: LinkLab,
  { mbitPerSecond, lossPercent, delayMs }: LinkCell,
): Promise<void> {
  const shape = {
    kbitPerSecond: mbitPerSecond * 1000,
    delayMs: delayMs / 2,
    queueMs: QUEUE_MS,
  };
  await lab.setShapes({ ...shape, lossPercent }, shape);
}

async function readTotals(
  pages: readonly CallPage[],
): Promise<ReceivedReading> {
  const totals = await Promise.all(
    pages.map(({ page }) => page.evaluate<ReceivedTotals>("maruReceived()")),
  );
  return {
    atMs: performance.now(),
    cpuSeconds: readProcessTreeCpuSeconds(Deno.pid),
    pages: totals,
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
