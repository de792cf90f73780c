/** Reactions and raised hands, as the other pages show them. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { stylesOf } from "../layout/boxes.ts";

/** Names and raised hands of the participants, as the panel lists them. */
async function listed(page: CallPage): Promise<string[]> {
  if (!await page.get("people-panel").isVisible()) {
    await page.get("people-toggle").click();
    await page.get("people-panel").waitFor();
  }
  return await page.page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-testid="person"]')].map((row) =>
      row.querySelector("bdi").textContent + " " +
      (row.querySelector('[data-testid="hand-mark"]')?.textContent ?? "-"))`,
  );
}

/** Waits until this many hands are on the tiles of a page. */
async function handsOnTiles(page: CallPage, count: number): Promise<void> {
  const hands = `document.querySelectorAll('[data-testid="hand"]').length`;
  await page.until(`${hands} === ${count}`);
}

e2e(
  "A reaction appears over the tile of its sender on all pages and is announced",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob", {
      viewport: { width: 390, height: 844 },
      reducedMotion: "reduce",
    });
    for (const page of [ada, bob]) {
      await page.useClock(1);
      await page.join(session.room());
    }
    await Promise.all([ada, bob].map((page) => page.media({ peers: 1 })));

    await ada.get("reactions").focus();
    await ada.page.keyboard.press("Enter");
    await ada.get("react-thumbs-up").waitFor();
    assertEquals(await axeViolations(ada), []);
    // It stays until it was looked at.
    for (const page of [ada, bob]) await page.setClockSpeed(0.02);
    await ada.page.keyboard.press("ArrowRight");
    await ada.page.keyboard.press("Enter");
    const heart = '[data-testid="reaction"][data-reaction="heart"]';
    await bob.get("tile").locator(heart).waitFor();
    await ada.get("self-tile").locator(heart).waitFor();
    await bob.get("live-region").getByText("Ada reacted: Heart").waitFor();
    const durations = await stylesOf(
      bob,
      ".tile-reaction",
      "animationDuration",
    );
    assertEquals(durations, ["1e-05s"]);

    // On a phone the buttons are in the menu.
    await bob.get("more").click();
    assertEquals(await axeViolations(bob), []);
    await bob.get("react-celebrate").click();
    await ada.get("tile").locator('[data-reaction="celebrate"]').waitFor();
  },
);

e2e(
  "Raised hands have one order on all pages, also for a newcomer, and a host lowers them",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.firefoxPage("Bob");
    await bob.join(session.room());
    const cho = await session.member("Cho");
    await Promise.all([ada, bob, cho].map((page) => page.tiles(2)));
    // The fake microphones would lower the hands: a person who spoke is done.
    for (const page of [ada, bob, cho]) await page.get("toggle-mic").click();

    await cho.page.keyboard.press("h");
    await handsOnTiles(bob, 1);
    await bob.get("toggle-hand").click();
    await handsOnTiles(ada, 2);
    await ada.get("toggle-hand").click();
    await Promise.all([ada, bob, cho].map((page) => handsOnTiles(page, 3)));
    await bob.get("live-region").getByText("Ada raised a hand").waitFor();
    const dan = await session.member("Dan");
    await handsOnTiles(dan, 3);
    await ada.tiles(3);
    for (const page of [ada, bob, cho, dan]) {
      await page.tiles(3);
      const order = await listed(page);
      assertEquals(order, ["Cho 1", "Bob 2", "Ada 3", "Dan -"], page.name);
    }
    assertEquals(await axeViolations(ada), []);
    assertEquals(await dan.get("lower-hand").count(), 0);

    await ada.get("person").filter({ hasText: "Cho" }).getByTestId(
      "person-menu",
    ).click();
    await ada.get("lower-hand").click();
    await cho.page.locator('[data-kind="hand-lowered"]').waitFor();
    await Promise.all([bob, dan].map((page) => handsOnTiles(page, 2)));
    assertEquals((await listed(dan)).slice(0, 2), ["Bob 1", "Ada 2"]);
    await bob.page.keyboard.press("h");
    await handsOnTiles(dan, 1);
  },
  { needsFirefox: true },
);
