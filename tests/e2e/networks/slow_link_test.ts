/** The first seconds of a call on a link of 300 kbit/s. @module */
import { assert } from "@std/assert";
import { LinkLab } from "../../natlab/link_lab.ts";
import { canShapeLinks } from "../../natlab/namespaces.ts";
import { findChromium } from "../harness/browser.ts";
import { CallPage } from "../harness/call_page.ts";

const SCRIPTS = ["../quality/statistics_page.js", "slow_link_page.js"].map(
  (name) => new URL(name, import.meta.url),
);
const LINK = { kbitPerSecond: 300, delayMs: 10, queueMs: 500 };
const FILM = { width: 1280, height: 720, framesPerSecond: 10 };
/** Frames of some seconds. */
const FRAMES = 60;
const DEADLINE_MS = 120_000;
/** A busy machine drops some packets by itself. */
const MAX_LOST_SHARE = 0.03;

/** What a page has received, by `slow_link_page.js`. */
interface Received {
  readonly width: number;
  readonly frames: number;
  readonly packets: number;
  readonly lost: number;
}

async function openPages(lab: LinkLab): Promise<readonly CallPage[]> {
  const pages: CallPage[] = [];
  for (const browser of lab.browsers) {
    const page = await CallPage.open(browser, `Member ${pages.length}`, {
      viewport: { width: 1280, height: 800 },
    });
    await page.addScripts(...SCRIPTS);
    await page.page.goto(`${lab.origin}/r/slow`);
    await page.get("name-input").fill(page.name);
    await page.get("join").waitFor();
    pages.push(page);
  }
  return pages;
}

async function untilFrames(page: CallPage): Promise<Received> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const received = await page.page.evaluate<Received>("slowLinkProbe()");
    if (received.frames >= FRAMES && received.width <= 640) return received;
    if (performance.now() > end) throw new Error(JSON.stringify(received));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

Deno.test({
  name: "A new call on a link of 300 kbit/s sends no more than that carries",
  ignore: !(await canShapeLinks()) ||
    (findChromium() === null && Deno.env.get("CI") === undefined),
  sanitizeOps: false,
  async fn() {
    await using lab = await LinkLab.create(2, FILM);
    const pages = await openPages(lab);
    await lab.setShapes(LINK, LINK);
    for (const page of pages) {
      await page.get("join").click();
      await page.get("self-tile").waitFor();
    }
    for (const page of pages) {
      const { packets, lost } = await untilFrames(page);
      assert(lost <= packets * MAX_LOST_SHARE, `${lost} of ${packets} lost`);
    }
  },
});
