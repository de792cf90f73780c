/**
 * What the pages of a call received between two readings of their totals.
 *
 * @module
 */
import type { CallPage } from "../../tests/e2e/harness/call_page.ts";
import { readProcessTreeCpuSeconds } from "../client/processes.ts";

/** Totals of one page, as `link_stats.js` reads them. */
export interface ReceivedTotals {
  /** Clock of the page. */
  readonly atMs: number;
  /** Number of videos of which a frame was decoded. */
  readonly videos: number;
  /** Number of sounds of which a packet arrived. */
  readonly audios: number;
  /** Sum over all videos, in pixels. */
  readonly height: number;
  readonly frames: number;
  readonly freezes: number;
  readonly freezeSeconds: number;
  readonly samples: number;
  /** Audio samples that were made up for lost ones. */
  readonly concealed: number;
}

/** Scripts of a page that is read. */
export const RECEIVED_SCRIPTS = [
  "../../tests/e2e/quality/statistics_page.js",
  "link_stats.js",
].map((name) => new URL(name, import.meta.url));

/** What a call of several pages received; of one video or of all sound. */
export interface ReceivedQuality {
  /** Mean height of the pictures, in pixels; 0 for none. */
  readonly height: number;
  readonly framesPerSecond: number;
  readonly freezesPerMinute: number;
  /** Share of the time in which a video stood still. */
  readonly frozenPercent: number;
  /** Share of the audio samples that were made up for lost ones. */
  readonly concealedPercent: number;
  /** Cores that browsers, links and server kept busy. */
  readonly cores: number;
}

/** A moment of a call. */
export interface ReceivedReading {
  readonly atMs: number;
  readonly cpuSeconds: number;
  readonly pages: readonly ReceivedTotals[];
}

/** Totals of all pages now. */
export async function readReceived(
  pages: readonly CallPage[],
): Promise<ReceivedReading> {
  const totals = await Promise.all(pages.map(readReceivedOf));
  return {
    atMs: performance.now(),
    cpuSeconds: readProcessTreeCpuSeconds(Deno.pid),
    pages: totals,
  };
}

/** Totals of one page now. */
export async function readReceivedOf(
  { page }: CallPage,
): Promise<ReceivedTotals> {
  return await page.evaluate<ReceivedTotals>("maruReceived()");
}

/** Share of the audio samples at each page that were made up for lost ones. */
export function concealedPercents(
  before: ReceivedReading,
  after: ReceivedReading,
): readonly number[] {
  return after.pages.map(({ concealed, samples }, i) => {
    const first = before.pages[i];
    return (concealed - (first?.concealed ?? 0)) /
      (samples - (first?.samples ?? 0)) * 100;
  });
}

/** Compares two readings of a call in which each member sees all others. */
export function compareReadings(
  before: ReceivedReading,
  after: ReceivedReading,
): ReceivedQuality {
  const others = after.pages.length - 1;
  const videos = after.pages.length * others;
  const sum = ({ pages }: ReceivedReading, name: keyof ReceivedTotals) =>
    pages.reduce((total, page) => total + page[name], 0);
  const increase = (name: keyof ReceivedTotals) =>
    sum(after, name) - sum(before, name);
  // An overloaded page answers late.
  const videoSeconds = increase("atMs") / 1000 * others;
  return {
    height: (sum(before, "height") + sum(after, "height")) / 2 / videos,
    framesPerSecond: increase("frames") / videoSeconds,
    freezesPerMinute: increase("freezes") / videoSeconds * 60,
    frozenPercent: increase("freezeSeconds") / videoSeconds * 100,
    concealedPercent: increase("concealed") / increase("samples") * 100,
    cores: (after.cpuSeconds - before.cpuSeconds) /
      ((after.atMs - before.atMs) / 1000),
  };
}
