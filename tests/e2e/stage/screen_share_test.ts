/** A screen is shared beside the camera, reaches newcomers, and ends at once. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import { e2e } from "../harness/test_session.ts";

e2e(
  "A shared screen is seen beside the camera, by a newcomer too, and ends with one button",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await bob.media({ peers: 1 });
    await ada.get("toggle-screen").click();
    await bob.painted(1, "screen-tile");
    await bob.painted(1, "tile");
    const [sent] = await ada.stats();
    assertEquals(
      sent?.directions,
      "audio sendrecv, video sendrecv, video sendrecv, audio sendrecv",
    );
    const cho = await stage.member("Cho");
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
  "Sharing ends when the browser's own bar ends it, and can begin again",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
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

e2e("Two who share at once see each other's screen", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await bob.media({ peers: 1 });
  await Promise.all(
    [ada, bob].map((page) => page.get("toggle-screen").click()),
  );
  await ada.painted(1, "screen-tile");
  await bob.painted(1, "screen-tile");
});

/** What the browser does to a track when its own bar ends the capture. */
const END_SCREEN = `(() => {
  const [track] = document.querySelector("[data-testid=own-screen-tile] video")
    .srcObject.getTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
})()`;
