/**
 * One call over shaped links, from Join to the totals of what was received.
 *
 * @module
 */
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import type { LinkLab } from "../../tests/natlab/link_lab.ts";
import { DISABLE_SET_PARAMETERS } from "../client/call.ts";
import type { LinkCell } from "./cells.ts";
import {
  compareReadings,
  readReceived,
  readReceivedOf,
  RECEIVED_SCRIPTS,
  type ReceivedQuality,
} from "./received_quality.ts";

/** Options of a measurement. */
export interface ShapedCallOptions {
  readonly cell: LinkCell;
  /** For each call; false makes `setParameters` do nothing. */
  readonly hasUplinkBudget: readonly boolean[];
  /** Time from Join for the estimates of the browser to settle. */
  readonly warmMs: number;
  readonly measureMs: number;
}

/** Queue of a usual router at home. */
const QUEUE_MS = 250;
/** A video without a picture by then counts as one of no height. */
const MAX_CONNECT_MS = 40_000;
/** Painting without a GPU would take the processor from the codecs. */
const HIDE_VIDEOS = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("video { visibility: hidden }");
  document.adoptedStyleSheets = [sheet];
}`;
const CONNECT_POLL_MS = 1_000;

/**
 * Holds calls over links of the same kind at the same time, each with browsers of
 * its own, and measures what their pages received.
 */
export async function measureShapedCalls(
  lab: LinkLab,
  { cell, hasUplinkBudget, warmMs, measureMs }: ShapedCallOptions,
): Promise<readonly ReceivedQuality[]> {
  await lab.setShapes({}, {});
  const calls = await Promise.all(
    hasUplinkBudget.map((_, call) => openPages(lab, cell.members, call)),
  );
  const pages = calls.flat();
  try {
    await Promise.all(
      calls.map((call, i) => prepareCall(call, lab, hasUplinkBudget[i])),
    );
    await shapeLinks(lab, cell);
    const joinedAtMs = performance.now();
    await Promise.all(pages.map((page) => page.get("join").click()));
    const deadlineMs = joinedAtMs + MAX_CONNECT_MS;
    await Promise.race([
      Promise.all(calls.map((call) => waitForVideos(call, deadlineMs))),
      delay(MAX_CONNECT_MS),
    ]);
    await delay(Math.max(0, joinedAtMs + warmMs - performance.now()));
    const before = await Promise.all(calls.map(readReceived));
    await delay(measureMs);
    const after = await Promise.all(calls.map(readReceived));
    return before.flatMap((reading, i) => {
      const last = after[i];
      return last ? compareReadings(reading, last) : [];
    });
  } finally {
    await Promise.all(pages.map(({ page }) => page.context().close()));
  }
}

async function openPages(
  { browsers }: LinkLab,
  members: number,
  call: number,
): Promise<readonly CallPage[]> {
  const own = browsers.slice(call * members, (call + 1) * members);
  return await Promise.all(
    own.map((browser, index) =>
      CallPage.open(browser, `Member ${index}`, {
        // Tiles are at least as large as the film, also in a call of six.
        viewport: { width: 1280, height: 800 },
        // Animation without a GPU takes the processor from the codecs.
        reducedMotion: "reduce",
      })
    ),
  );
}

async function prepareCall(
  pages: readonly CallPage[],
  { origin }: LinkLab,
  hasUplinkBudget = true,
): Promise<void> {
  const room = `${origin}/r/${crypto.randomUUID()}`;
  await Promise.all(pages.map((page) => prepare(page, room, hasUplinkBudget)));
}

/** Loads the page of the room up to the press of Join. */
async function prepare(
  page: CallPage,
  room: string,
  hasUplinkBudget: boolean,
): Promise<void> {
  await page.addScripts(...RECEIVED_SCRIPTS);
  if (!hasUplinkBudget) await page.page.addInitScript(DISABLE_SET_PARAMETERS);
  await page.page.goto(room);
  await page.get("name-input").fill(page.name);
  await page.get("join").waitFor();
  await page.page.evaluate(HIDE_VIDEOS);
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

/** Waits until each page has pictures of all others. */
async function waitForVideos(
  pages: readonly CallPage[],
  deadlineMs: number,
): Promise<void> {
  for (const page of pages) {
    while (performance.now() < deadlineMs) {
      const { videos } = await readReceivedOf(page);
      if (videos >= pages.length - 1) break;
      await delay(CONNECT_POLL_MS);
    }
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
