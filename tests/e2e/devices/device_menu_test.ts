/** The menus beside microphone and camera, and the other controls of a narrow bar. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** Role and state of the focused element. */
function focused(page: CallPage): Promise<string> {
  return page.page.evaluate<string>(
    `[document.activeElement.getAttribute("role"),
      document.activeElement.getAttribute("aria-checked"),
      document.activeElement.dataset.testid].join(" ")`,
  );
}

/** Label of the sent camera track, as the browser names its device. */
const SELF_CAMERA = `document.querySelector(
  '[data-testid="self-tile"] video').srcObject?.getVideoTracks()[0]?.label`;

e2e(
  "Devices are chosen in the menus beside microphone and camera, by keyboard",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    const { keyboard } = ada.page;
    await ada.get("microphone-menu").focus();
    await keyboard.press("Enter");
    await ada.get("microphone-item").first().waitFor();
    assertEquals(await axeViolations(ada), []);
    assertEquals(await focused(ada), "menuitemradio true microphone-item");
    await keyboard.press("End");
    assertEquals(await focused(ada), "menuitem  device-settings");
    await keyboard.press("Escape");
    assertEquals(await focused(ada), "  microphone-menu");

    const before = await ada.page.evaluate<string>(SELF_CAMERA);
    await ada.get("camera-menu").click();
    assertEquals(await axeViolations(ada), []);
    const items = ada.get("camera-item");
    const chosen = await items.last().innerText();
    assertNotEquals(chosen, before);
    await items.last().click();
    await ada.until(`${SELF_CAMERA} === ${JSON.stringify(chosen)}`);
    await bob.media({ peers: 1 });

    await ada.get("camera-menu").click();
    assertEquals(await items.last().getAttribute("aria-checked"), "true");
    await ada.get("device-settings").click();
    await ada.get("settings-panel").waitFor();
  },
  { devices: "several" },
);

e2e(
  "The own video is mirrored for oneself only, as chosen, also on the next visit",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.painted(1);
    await ada.get("self-tile").locator(".is-mirrored.is-shown").waitFor();
    await ada.get("camera-menu").click();
    await ada.get("mirror-item").click();
    await ada.get("self-tile").locator(".is-shown:not(.is-mirrored)").waitFor();
    assertEquals(await bob.get("tile").locator(".is-mirrored").count(), 0);
    await ada.page.goto(session.room("other"));
    await ada.get("preview").locator(".is-shown:not(.is-mirrored)").waitFor();
  },
);

e2e(
  "A bar of 320 pixels keeps its controls on the page, and the menu has the others",
  async (session) => {
    const ada = await session.page("Ada", {
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
    });
    await ada.join(session.room());
    const bob = await session.member("Bob");
    await ada.tiles(1);
    const boxes = await ada.page.evaluate<
      { left: number; right: number; name: string }[]
    >(
      `[...document.querySelectorAll(".controls button")].map((button) => {
        const { left, right } = button.getBoundingClientRect();
        return { left, right, name: button.dataset.testid };
      })`,
    );
    assert(boxes.length >= 8, JSON.stringify(boxes));
    for (const [i, { left, right, name }] of boxes.entries()) {
      const end = boxes[i - 1]?.right ?? 0;
      assert(left >= end - 0.5 && right <= 320, `${name} ${left} ${right}`);
    }
    for (const menu of ["camera-menu", "microphone-menu", "more"]) {
      await ada.get(menu).tap();
      const box = await ada.page.locator(".menu").boundingBox();
      assert(box && box.x >= 0 && box.x + box.width <= 320 && box.y >= 0);
      assertEquals(await axeViolations(ada), []);
      await ada.get(menu).tap();
    }
    await ada.get("more").tap();
    const chooser = ada.page.waitForEvent("filechooser");
    await ada.get("choose-files").tap();
    await (await chooser).setFiles({
      name: "plan.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("plan"),
    });
    await bob.page.locator('[data-kind="file-offered"]').waitFor();
    await ada.get("chat-panel").waitFor();
  },
);

e2e(
  "Files are sent by a button of the bar",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await ada.media({ peers: 1 });
    const chooser = ada.page.waitForEvent("filechooser");
    await ada.get("choose-files").click();
    await (await chooser).setFiles({
      name: "plan.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("plan"),
    });
    await bob.page.locator('[data-kind="file-offered"]').waitFor();
    await ada.get("file").filter({ hasText: "plan.txt" }).waitFor();
  },
);
