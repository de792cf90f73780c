/** Tiles can be pinned, fill the screen, float; the self view can be hidden. @module */
import { assert, assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/test_session.ts";

/** Place of the tile of a member, once it moves no more. */
async function boxOf(page: CallPage, name: string) {
  const tile = page.get("tile").filter({ hasText: name });
  // Playwright clicks, and so tries, only what stands still.
  await tile.hover({ trial: true });
  const box = await tile.boundingBox();
  assert(box);
  return box;
}

e2e(
  "A pinned tile is large and stays in its place when someone comes or goes",
  async (stage) => {
    const ada = await stage.page("Ada", { reducedMotion: "reduce" });
    await ada.join(stage.room());
    const bob = await stage.member("Bob");
    const cho = await stage.member("Cho");
    await ada.painted(2);
    const before = await boxOf(ada, "Cho");
    const tile = ada.get("tile").filter({ hasText: "Cho" });
    await tile.hover();
    await tile.getByTestId("pin").click();
    await ada.page.locator(".tile.is-pinned").waitFor();
    const pinned = await boxOf(ada, "Cho");
    assert(pinned.width * pinned.height > 1.5 * before.width * before.height);
    assertEquals(await axeViolations(ada), []);
    const dan = await stage.member("Dan");
    await ada.tiles(3);
    assertEquals(await boxOf(ada, "Cho"), pinned);
    await bob.get("leave").click();
    await ada.tiles(2);
    assertEquals(await boxOf(ada, "Cho"), pinned);
    await ada.painted(2);
    await cho.get("leave").click();
    await ada.tiles(1);
    await dan.media({ peers: 1 });
    assertEquals(await ada.page.locator(".tile.is-pinned").count(), 0);
  },
);

e2e(
  "The self view can be hidden and shown, and a tile fills the screen or floats",
  async (stage) => {
    const ada = await stage.member("Ada");
    await stage.member("Bob");
    await ada.painted(1);
    await ada.get("self-tile").hover();
    await ada.get("hide-self").click();
    await ada.get("self-tile").waitFor({ state: "detached" });
    assertEquals(await axeViolations(ada), []);
    await ada.get("show-self").click();
    await ada.get("self-tile").waitFor();
    const tile = ada.get("tile");
    await tile.hover({ position: { x: 40, y: 200 } });
    await tile.getByTestId("full-screen").click();
    await ada.until(
      'document.fullscreenElement?.dataset.testid === "tile"',
    );
    await tile.getByTestId("full-screen").click();
    await ada.until("document.fullscreenElement === null");
    await tile.hover({ position: { x: 40, y: 200 } });
    await tile.getByTestId("pip").click();
    await ada.until("document.pictureInPictureElement !== null");
    await ada.media({ peers: 1 });
  },
);
