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
      "audio sendrecv, video sendrecv, video sendrecv, audio sendrecv",
    );
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
    await ada.get("own-screen-tile").waitFor({ state: "detached" });
    assertEquals(await ada.made(), 2);
  },
);

e2e(
  "Sharing ends with the browser's own stop bar and can start again",
  async (session) => {
    const ada = await session.member("Ada");
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

/** Ends the capture as the stop bar of the browser does. */
const END_SCREEN = `(() => {
  const [track] = document.querySelector("[data-testid=own-screen-tile] video")
    .srcObject.getTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
})()`;
