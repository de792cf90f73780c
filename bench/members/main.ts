/**
 * Calls of many members on one machine, who join one after the other: how long each
 * join takes, and what all pages receive when everyone is there.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { launchChromium } from "../../tests/e2e/harness/browser.ts";
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import type { Browser } from "../../tests/e2e/harness/packages.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import {
  compareReadings,
  concealedPercents,
  readReceived,
  readReceivedOf,
  RECEIVED_SCRIPTS,
} from "../links/received_quality.ts";
import { formatNumber, formatTable } from "../signaling/report.ts";

/** Options of the benchmark. */
export interface MembersBenchOptions {
  /** Sizes of the calls. */
  readonly members: readonly number[];
  readonly seconds: number;
}

/** What one call did. */
interface MembersResult {
  /** Milliseconds from each press of Join to the pictures and sound of all others; NaN when they did not come in time. */
  readonly joinMs: readonly number[];
  readonly row: readonly string[];
}

/** A page of an overloaded machine takes long to load, and to connect. */
const TIMEOUT_MS = 180_000;
const POLL_MS = 250;
/** Time for the pictures to reach the size that they keep. */
const SETTLE_MS = 20_000;
const HEAD = [
  "members",
  "height",
  "frames/s",
  "frozen %",
  "sounds",
  "sound lost %",
  "most at one member",
  "cores",
];

/** Holds the calls and prints their figures; returns which members did not get in. */
export async function measureMembers(
  { members, seconds }: MembersBenchOptions,
): Promise<readonly string[]> {
  await using server = await ServerProcess.start();
  const rows: (readonly string[])[] = [];
  const faults: string[] = [];
  for (const count of members) {
    await using browser = await launchChromium("fake", await server.keyHash());
    const room = `${server.origin}/r/bench-${count}`;
    const { joinMs, row } = await measureCall(browser, room, count, seconds);
    console.log(
      `- ${count} members, joined after ${
        joinMs.map(formatNumber).join(", ")
      } ms`,
    );
    rows.push(row);
    for (const [i, ms] of joinMs.entries()) {
      if (Number.isFinite(ms)) continue;
      faults.push(`Member ${i + 2} of ${count} did not receive all others`);
    }
  }
  console.log(`\n## Calls of many\n\n${formatTable([HEAD, ...rows])}`);
  return faults;
}

async function measureCall(
  browser: Browser,
  room: string,
  count: number,
  seconds: number,
): Promise<MembersResult> {
  const pages: CallPage[] = [];
  const joinMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const page = await CallPage.open(browser, `Member ${i + 1}`);
    page.page.setDefaultTimeout(TIMEOUT_MS);
    await page.addScripts(...RECEIVED_SCRIPTS);
    await page.page.goto(room);
    await page.get("name-input").fill(page.name);
    const ms = await join(page, i);
    if (i > 0) joinMs.push(ms);
    pages.push(page);
  }
  await delay(SETTLE_MS);
  const before = await readReceived(pages);
  await delay(seconds * 1000);
  const after = await readReceived(pages);
  const quality = compareReadings(before, after);
  const others = count - 1;
  const sounds = after.pages.map(({ audios }) => audios);
  const row = [
    String(count),
    formatNumber(quality.height),
    formatNumber(quality.framesPerSecond),
    formatNumber(quality.frozenPercent),
    `${sounds.reduce((sum, audios) => sum + audios, 0)} of ${count * others}`,
    formatNumber(quality.concealedPercent),
    formatNumber(Math.max(...concealedPercents(before, after))),
    formatNumber(quality.cores),
  ];
  return { joinMs, row };
}

/** Milliseconds from the press of Join to pictures and sound of `others` members. */
async function join(page: CallPage, others: number): Promise<number> {
  await page.get("join").click();
  const startMs = performance.now();
  while (performance.now() - startMs < TIMEOUT_MS) {
    const { videos, audios } = await readReceivedOf(page);
    if (videos >= others && audios >= others) {
      return performance.now() - startMs;
    }
    await delay(POLL_MS);
  }
  return NaN;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
