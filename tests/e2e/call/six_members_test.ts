/** A call of six in one browser, which is much for a few cores. @module */
import { assert } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

const SCRIPTS = ["../quality/statistics_page.js", "six_members_page.js"].map(
  (name) => new URL(name, import.meta.url),
);
const NAMES = ["Ada", "Bob", "Cho", "Dan", "Eun", "Fay"];
const OTHERS = NAMES.length - 1;
/**
 * Low enough for six tiles to ask for the smallest size, which one of two does
 * not: a picture covers its tile, so the height of the tile counts too.
 */
const VIEWPORT = { width: 640, height: 350 };
/** Width of the camera's frames, and one that is clearly smaller. */
const FULL_PX = 320;
const SMALL_PX = 240;
/** Sound that must arrive without a gap, at 48 kHz. */
const WINDOW_SAMPLES = 3 * 48_000;
/** A few milliseconds are made up on any busy machine. */
const MAX_CONCEALED_SHARE = 0.05;
const DEADLINE_MS = 150_000;

/** What arrived of one other member, by `six_members_page.js`. */
interface Totals {
  readonly samples: number;
  readonly concealed: number;
  readonly energy: number;
  readonly frames: number;
  readonly width: number;
}

function totalsOf({ page }: CallPage): Promise<readonly Totals[]> {
  return page.evaluate<Totals[]>("receivedTotals()");
}

/** Polls until a page has what is wanted of the others. */
async function untilTotals(
  page: CallPage,
  isEnough: (all: readonly Totals[]) => boolean,
): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const all = await totalsOf(page);
    if (isEnough(all)) return;
    if (performance.now() > end) {
      throw new Error(`${page.name} receives ${JSON.stringify(all)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Waits for a while in which the sound of all others has no gap. */
async function untilSoundIsWhole(page: CallPage): Promise<void> {
  let start: readonly Totals[] = [];
  await untilTotals(page, (all) => {
    if (all.length !== OTHERS) return false;
    if (start.length !== OTHERS) start = all;
    const windows = all.map((now, index) => {
      const before = start[index] ?? now;
      const samples = now.samples - before.samples;
      const concealed = now.concealed - before.concealed;
      const isHeard = now.energy > before.energy;
      return { samples, isHeard, share: concealed / Math.max(1, samples) };
    });
    if (windows.some(({ samples }) => samples < WINDOW_SAMPLES)) return false;
    const isWhole = windows.every(({ isHeard, share }) =>
      isHeard && share <= MAX_CONCEALED_SHARE
    );
    // The next while begins here.
    start = all;
    return isWhole;
  });
}

e2e(
  "A call of six: the last one comes in, pictures shrink, and all sound arrives whole",
  async (session) => {
    const pages: CallPage[] = [];
    for (const name of NAMES) {
      const page = await session.page(name, {
        viewport: VIEWPORT,
        reducedMotion: "reduce",
      });
      await page.addScripts(...SCRIPTS);
      await page.join(session.room());
      pages.push(page);
      const [ada] = pages;
      if (ada && pages.length === 2) {
        await untilTotals(ada, ([bob]) => bob?.width === FULL_PX);
      }
    }
    for (const page of pages) {
      await untilTotals(
        page,
        (all) =>
          all.length === OTHERS &&
          all.every(({ frames, width }) =>
            frames > 0 && width > 0 && width <= SMALL_PX
          ),
      );
      await untilSoundIsWhole(page);
    }
    const before = await Promise.all(pages.map(totalsOf));
    for (const [index, page] of pages.entries()) {
      // All pictures of all pages go on.
      await untilTotals(
        page,
        (all) =>
          all.every(({ frames }, i) =>
            frames > (before[index]?.[i]?.frames ?? Infinity)
          ),
      );
      assert(await page.get("tile").count() === OTHERS, page.name);
    }
  },
);
