/** Tiles: pinning, full screen, picture-in-picture, and the hidden self view. @module */
import { assert, assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** Box of the tile of a member, once it no longer moves. */
async function boxOf(page: CallPage, name: string) {
  const tile = page.get("tile").filter({ hasText: name });
  // Playwright waits until the element no longer moves.
  await tile.hover({ trial: true });
  const box = await tile.boundingBox();
  assert(box);
  return box;
}

e2e(
  "A pinned tile is large and keeps its place when someone joins or leaves",
  async (session) => {
    const ada = await session.page("Ada", { reducedMotion: "reduce" });
    await ada.join(session.room());
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    await ada.painted(2);
    const before = await boxOf(ada, "Cho");
    const tile = ada.get("tile").filter({ hasText: "Cho" });
    await tile.hover();
    await tile.getByTestId("pin").click();
    await ada.page.locator(".tile.is-pinned").waitFor();
    const pinned = await boxOf(ada, "Cho");
    assert(pinned.width * pinned.height > 1.5 * before.width * before.height);
    assertEquals(await axeViolations(ada), []);
    const dan = await session.member("Dan");
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
  "The self view can be hidden, and a tile can go full screen or picture-in-picture",
  async (session) => {
    const ada = await session.member("Ada");
    await session.member("Bob");
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
