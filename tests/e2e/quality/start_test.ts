/** Size of the picture in the first seconds of a call. @module */
import { assert } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const SCRIPTS = ["statistics_page.js", "start_page.js"];
const SLOW_MS = 150_000;
/** Frames of some seconds; a browser alone sends over 300 before 720p. */
const SOON_FRAMES = 150;

/** What a page has shown of the other one, by `start_page.js`. */
interface Start {
  readonly frames: number;
  readonly maxWidth: number;
  readonly framesBeforeHd: number | null;
}

async function member(
  session: TestSession,
  name: string,
  estimateKbps: number,
): Promise<CallPage> {
  const page = await session.page(name, {
    viewport: { width: 1280, height: 800 },
  });
  // One script: the order of several is not defined.
  const scripts = await Promise.all(
    SCRIPTS.map((name) => Deno.readTextFile(new URL(name, import.meta.url))),
  );
  const setEstimate = `startProbe.setEstimate(${estimateKbps})`;
  await page.page.addInitScript([...scripts, setEstimate].join("\n"));
  await page.join(session.room());
  return page;
}

/** Reads the start of a page until a condition holds. */
async function untilStart(
  page: CallPage,
  isSo: (start: Start) => boolean,
): Promise<Start> {
  const end = performance.now() + SLOW_MS;
  for (;;) {
    const start = await page.page.evaluate<Start>("startProbe.read()");
    if (isSo(start)) return start;
    if (performance.now() > end) throw new Error(JSON.stringify(start));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

e2e(
  "A new call of two is 720p soon where the estimate of the path carries it",
  async (session) => {
    await member(session, "Ada", 5_000);
    const bob = await member(session, "Bob", 5_000);
    const { framesBeforeHd } = await untilStart(
      bob,
      ({ framesBeforeHd }) => framesBeforeHd !== null,
    );
    assert((framesBeforeHd ?? 0) <= SOON_FRAMES, `After ${framesBeforeHd}`);
  },
  { devices: "fake" },
);

e2e(
  "A new call of two stays small where the estimate of the path is low",
  async (session) => {
    await member(session, "Ada", 300);
    const bob = await member(session, "Bob", 300);
    const { maxWidth } = await untilStart(
      bob,
      ({ frames }) => frames >= SOON_FRAMES,
    );
    assert(maxWidth <= 480, `A width of ${maxWidth}`);
  },
  { devices: "fake" },
);
