/** The call in a window above all others. @module */
import { assertEquals } from "@std/assert";
import { axeInBothThemes } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { Page } from "../harness/packages.ts";

const WINDOW = { width: 420, height: 320 };

/** Opens the window from the menu, by keyboard. */
async function openWindow(page: CallPage): Promise<Page> {
  await page.get("more").focus();
  await page.page.keyboard.press("Enter");
  await page.get("toggle-floating").focus();
  const opened = page.page.context().waitForEvent("page");
  await page.page.keyboard.press("Enter");
  const shown = await opened;
  await shown.getByTestId("floating-call").waitFor();
  await shown.setViewportSize(WINDOW);
  return shown;
}

/** Waits until an expression is true in the window. */
async function until(shown: Page, expression: string): Promise<void> {
  await waitFor(expression, () => shown.evaluate<boolean>(expression));
}

async function waitFor(what: string, isTrue: () => Promise<boolean>) {
  const end = performance.now() + 60_000;
  while (!await isTrue()) {
    if (performance.now() > end) throw new Error(`Waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** True when this many videos of the window are visible and have drawn frames. */
const drawn = (videos: number) =>
  `[...document.querySelectorAll("video.is-shown")].filter((video) =>
    video.getVideoPlaybackQuality().totalVideoFrames > 5
  ).length === ${videos}`;

/** Keeps what the page registers for the media session. */
const KEEP_ACTIONS = `{
  const { setActionHandler } = MediaSession.prototype;
  globalThis.maruActions = {};
  MediaSession.prototype.setActionHandler = function (action, handler) {
    globalThis.maruActions[action] = handler;
    return setActionHandler.call(this, action, handler);
  };
}`;

const MUTED = '[data-testid="tile"] .tile-muted';

e2e(
  "The call in a window of its own: pictures, microphone and camera, by keyboard, and the way back",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await ada.painted(1);
    const shown = await openWindow(ada);
    await until(shown, drawn(2));
    assertEquals(await axeInBothThemes({ page: shown }), []);
    // The other side sees what the window turns off.
    await shown.getByTestId("toggle-mic").focus();
    await shown.keyboard.press("Enter");
    await bob.page.locator(MUTED).waitFor();
    await ada.page.locator('[data-testid="toggle-mic"][data-on="false"]')
      .waitFor();
    await shown.keyboard.press("Tab");
    await shown.keyboard.press("Enter");
    await bob.until(
      `document.querySelector('[data-testid="tile"] video.is-shown') === null`,
    );
    await until(shown, drawn(1));
    await shown.keyboard.press("Tab");
    const closed = shown.waitForEvent("close");
    // The window may be gone before the key is up.
    await shown.keyboard.press("Enter").catch(() => {});
    await closed;
    await ada.get("toggle-mic").click();
    await bob.page.locator(MUTED).waitFor({ state: "detached" });
    // It opens again, and the same entry closes it.
    const again = await openWindow(ada);
    const closedAgain = again.waitForEvent("close");
    await ada.get("more").click();
    await ada.get("toggle-floating").click();
    await closedAgain;
    await ada.painted(1);
  },
);

e2e(
  "The window that the browser opens by itself follows joins and leaves, and closes when the call is left in it",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript(KEEP_ACTIONS);
    await ada.join(session.room());
    const opened = ada.page.context().waitForEvent("page");
    await ada.page.evaluate("maruActions.enterpictureinpicture()");
    const shown = await opened;
    const tile = shown.getByTestId("floating-tile");
    const bob = await session.member("Bob");
    await tile.getByText("Bob").waitFor();
    await bob.page.close();
    await tile.waitFor({ state: "detached" });
    const closed = shown.waitForEvent("close");
    // The window may be gone before the click has ended.
    await shown.getByTestId("floating-leave").click().catch(() => {});
    await closed;
    await ada.get("self-tile").waitFor({ state: "detached" });
    await ada.until("maruActions.enterpictureinpicture === null");
  },
);

e2e(
  "A browser without such windows shows one video of the call above all others",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript("delete globalThis.documentPictureInPicture");
    await ada.join(session.room());
    // Without a picture of another member there is nothing to show.
    await ada.get("more").click();
    await ada.get("open-layout").waitFor();
    assertEquals(await ada.get("toggle-floating").count(), 0);
    await ada.page.keyboard.press("Escape");
    const bob = await session.member("Bob");
    await ada.painted(1);
    await ada.get("more").click();
    await ada.get("toggle-floating").click();
    await ada.until("document.pictureInPictureElement?.videoWidth > 0");
    // The only picture ends.
    await bob.get("toggle-camera").click();
    await ada.until("document.pictureInPictureElement === null");
  },
);
