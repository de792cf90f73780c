/** Layouts of the stage: dialog, shortcut, announcement, preference. @module */
import { assert, assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

type Box = Readonly<Record<"x" | "y" | "width" | "height", number>>;

/** Box of a tile, once it no longer moves. */
async function boxOf(page: CallPage, selector: string): Promise<Box> {
  const tile = page.page.locator(selector);
  await tile.hover({ trial: true });
  const box = await tile.boundingBox();
  assert(box);
  return box;
}

const SELF = '[data-testid="self-tile"]';
const areaOf = ({ width, height }: Box) => width * height;

async function choose(page: CallPage, layout: string): Promise<void> {
  await page.get("more").click();
  await page.get("open-layout").click();
  await page.get(`layout-${layout}`).check();
  assertEquals(await axeViolations(page), []);
  await page.get("dialog-close").click();
}

e2e(
  "A call of two has a small self view, equal tiles in a grid, and keeps the choice after a reload",
  async (session) => {
    const ada = await session.page("Ada", { reducedMotion: "reduce" });
    await ada.join(session.room());
    await session.member("Bob");
    await ada.painted(1);
    const tile = '[data-testid="tile"]';
    assert(areaOf(await boxOf(ada, SELF)) < areaOf(await boxOf(ada, tile)) / 4);
    await choose(ada, "grid");
    await ada.get("live-region").getByText("Layout: Grid").waitFor();
    const [self, other] = [await boxOf(ada, SELF), await boxOf(ada, tile)];
    assertEquals(areaOf(self), areaOf(other));
    await ada.page.reload();
    await ada.get("join").click();
    await ada.painted(1);
    assertEquals(areaOf(await boxOf(ada, SELF)), areaOf(other));
  },
);

e2e(
  "The shortcut changes the layout, and the speaker layout enlarges who speaks",
  async (session) => {
    const ada = await session.page("Ada", { reducedMotion: "reduce" });
    await ada.join(session.room());
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    await bob.get("toggle-mic").click();
    await ada.painted(2);
    await ada.page.keyboard.press("w");
    await ada.get("live-region").getByText("Layout: Grid").waitFor();
    await ada.page.keyboard.press("w");
    await ada.get("live-region").getByText("Layout: Speaker").waitFor();
    // The fake microphone beeps: only Cho is heard.
    const isLarge = (name: string) =>
      `(() => {
        const tiles = [...document.querySelectorAll('[data-testid="tile"]')];
        const widths = tiles.map((tile) => tile.clientWidth);
        const widest = tiles[widths.indexOf(Math.max(...widths))];
        return widest.textContent.includes("${name}");
      })()`;
    await ada.until(isLarge("Cho"));
    await bob.get("toggle-mic").click();
    await cho.get("toggle-mic").click();
    await ada.until(isLarge("Bob"));
  },
);

e2e(
  "Side by side gives the people more room beside a shared screen, on a phone below it",
  async (session) => {
    const ada = await session.page("Ada", { reducedMotion: "reduce" });
    await ada.join(session.room());
    const bob = await session.member("Bob");
    await ada.painted(1);
    await bob.get("toggle-screen").click();
    const screen = '[data-testid="screen-tile"]';
    await ada.painted(1, "screen-tile");
    const before = await boxOf(ada, '[data-testid="tile"]');
    await choose(ada, "side");
    const after = await boxOf(ada, '[data-testid="tile"]');
    assert(areaOf(after) > areaOf(before));
    const wide = await boxOf(ada, screen);
    assert(after.x >= wide.x + wide.width);
    await ada.page.setViewportSize({ width: 390, height: 844 });
    const high = await boxOf(ada, screen);
    assert((await boxOf(ada, SELF)).y >= high.y + high.height);
    await ada.painted(1, "screen-tile");
  },
);
