/**
 * A call of several pages in one headless Chromium with fake devices, with the
 * uplink budget or with unlimited senders.
 *
 * @module
 */
import { findChromium } from "../../tests/e2e/harness/browser.ts";
import {
  type Browser,
  loadPlaywright,
} from "../../tests/e2e/harness/packages.ts";
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import { readProcessTreeCpuSeconds } from "./processes.ts";

/** CPU, bitrate and frames of a call. */
export interface CallCost {
  /** Number of cores that the browser kept busy. */
  readonly cores: number;
  readonly sentMbps: number;
  /** Frames decoded in all pages, per second. */
  readonly frames: number;
}

/** A call to measure. */
export interface MeasureCallOptions {
  readonly members: number;
  /** Time for the estimates of the browser to settle. */
  readonly warmMs: number;
  readonly measureMs: number;
  /** False makes `setParameters` do nothing. */
  readonly hasUplinkBudget: boolean;
}

/** Script of a page whose senders keep the browser's own behavior. */
export const DISABLE_SET_PARAMETERS =
  "RTCRtpSender.prototype.setParameters = () => Promise.resolve();";
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--allow-loopback-in-peer-connection",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

/** Makes one call and measures it. */
export async function measureCall(
  options: MeasureCallOptions,
): Promise<CallCost> {
  const executablePath = findChromium();
  if (!executablePath || executablePath === "npm") {
    throw new Error("No Chromium on this machine: set CHROMIUM");
  }
  const { chromium } = await loadPlaywright();
  await using server = await ServerProcess.start({});
  const launched = await chromium.launchServer({
    executablePath,
    args: CHROMIUM_ARGS,
  });
  const pid = launched.process().pid;
  if (pid === undefined) throw new Error("Chromium did not start");
  try {
    const browser = await chromium.connect(launched.wsEndpoint());
    const pages = await openPages(browser, server.origin, options);
    await delay(options.warmMs);
    const [cpu, before] = [
      readProcessTreeCpuSeconds(pid),
      await readTotals(pages),
    ];
    await delay(options.measureMs);
    const [cpuAfter, after] = [
      readProcessTreeCpuSeconds(pid),
      await readTotals(pages),
    ];
    const seconds = options.measureMs / 1000;
    return {
      cores: (cpuAfter - cpu) / seconds,
      sentMbps: (after.bytes - before.bytes) * 8 / 1e6 / seconds,
      frames: (after.frames - before.frames) / seconds,
    };
  } finally {
    await launched.close();
  }
}

async function openPages(
  browser: Browser,
  origin: string,
  { members, hasUplinkBudget }: MeasureCallOptions,
): Promise<readonly CallPage[]> {
  const viewport = { width: 960, height: 600 };
  const pages: CallPage[] = [];
  for (let i = 0; i < members; i++) {
    const page = await CallPage.open(browser, `Member ${i}`, { viewport });
    if (!hasUplinkBudget) await page.page.addInitScript(DISABLE_SET_PARAMETERS);
    await page.join(`${origin}/r/bench`);
    pages.push(page);
  }
  for (const page of pages) await page.tiles(members - 1);
  return pages;
}

async function readTotals(
  pages: readonly CallPage[],
): Promise<{ readonly bytes: number; readonly frames: number }> {
  const all = (await Promise.all(pages.map((page) => page.stats()))).flat();
  return {
    bytes: all.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
    frames: all.reduce((sum, { framesDecoded }) => sum + framesDecoded, 0),
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
