/** Screen sharing beside the camera, to newcomers, and its end. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import { e2e } from "../harness/e2e.ts";

e2e(
  "A shared screen appears beside the camera, also for a newcomer, and ends with one button",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    await ada.get("toggle-screen").click();
    await bob.painted(1, "screen-tile");
    await bob.painted(1, "tile");
    const [sent] = await ada.stats();
    assertEquals(
      sent?.directions,
      // Chromium on Linux cannot leave the call out of the system's sound.
      "audio sendrecv, video sendrecv, video sendrecv, - sendrecv",
    );
    await ada.page.locator("[data-testid=notice][data-kind=screen-silent]")
      .waitFor();
    const cho = await session.member("Cho");
    await cho.painted(1, "screen-tile");
    await cho.painted(2, "tile");
    await bob.media({ peers: 2 });
    assertEquals(await axeViolations(ada), []);
    assertEquals(await axeViolations(bob), []);
    await ada.get("toggle-screen").click();
    for (const page of [bob, cho]) {
      await page.get("screen-tile").waitFor({ state: "detached" });
      await page.painted(2, "tile");
    }
    await ada.get("sharing-note").waitFor({ state: "detached" });
    assertEquals(await ada.made(), 2);
  },
);

e2e(
  "Sharing ends with the browser's own stop bar and can start again",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript(KEEP_SCREEN);
    await ada.join(session.room());
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    for (let round = 0; round < 2; round++) {
      await ada.get("toggle-screen").click();
      await bob.painted(1, "screen-tile");
      await ada.page.evaluate(END_SCREEN);
      await bob.get("screen-tile").waitFor({ state: "detached" });
      assertEquals(
        await ada.get("toggle-screen").getAttribute("data-on"),
        "false",
      );
    }
    await bob.media({ peers: 1 });
  },
);

e2e(
  "Two members who share at the same time see each other's screen",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    await Promise.all(
      [ada, bob].map((page) => page.get("toggle-screen").click()),
    );
    await ada.painted(1, "screen-tile");
    await bob.painted(1, "screen-tile");
  },
);

e2e(
  "Sharing in a call of two leaves the other person large, with a note to stop it",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    await ada.painted(1);
    const tile = ada.get("tile");
    const before = await tile.boundingBox();
    await ada.get("toggle-screen").click();
    const note = ada.get("sharing-note");
    await note.getByText("You're sharing").waitFor();
    await bob.painted(1, "screen-tile");
    assertEquals(await tile.boundingBox(), before);
    assertEquals(await ada.page.locator(".tile.is-screen").count(), 0);
    assertEquals(await axeViolations(ada), []);
    await note.getByRole("button", { name: "Stop sharing" }).click();
    await note.waitFor({ state: "detached" });
    await bob.get("screen-tile").waitFor({ state: "detached" });
  },
);

/** Keeps the captured screen for `END_SCREEN`. */
const KEEP_SCREEN = `(() => {
  const { mediaDevices } = navigator;
  const getDisplayMedia = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = async (options) =>
    globalThis.maruScreen = await getDisplayMedia(options);
})()`;
/** Ends the capture as the stop bar of the browser does. */
const END_SCREEN = `(() => {
  const [track] = globalThis.maruScreen.getVideoTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
})()`;
