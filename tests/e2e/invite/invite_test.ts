/** The invitation: link, QR code, clipboard and share sheet. @module */
import { assert, assertEquals } from "@std/assert";
import { encode } from "uqr";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} as const;

/** True when the QR code on the page encodes `link`. */
async function showsCodeOf(page: CallPage, link: string): Promise<boolean> {
  const path = await page.get("qr").locator("path").getAttribute("d") ?? "";
  const { data, size } = encode(link, { ecc: "M", border: 4 });
  const dark = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let i = 0; i < Number(width); i++) {
      dark.add(`${Number(x) + i} ${y}`);
    }
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (data[y]?.[x] !== dark.has(`${x} ${y}`)) return false;
    }
  }
  return true;
}

for (const colorScheme of ["light", "dark"] as const) {
  e2e(
    `The invitation shows the link and its QR code in ${colorScheme}`,
    async (session) => {
      const ada = await session.page("Ada", { colorScheme });
      await ada.page.context().grantPermissions([
        "clipboard-read",
        "clipboard-write",
        "camera",
        "microphone",
      ]);
      await ada.page.goto(session.room("차-한잔"));
      const link = ada.page.url();
      await ada.get("open-invite").click();
      await ada.get("invite-dialog").waitFor();
      assertEquals(await axeViolations(ada), []);
      assert(await showsCodeOf(ada, link));
      assert(!await showsCodeOf(ada, `${link}x`));
      assertEquals(await ada.get("share-link").count(), 0);
      await ada.get("copy-invite").click();
      await ada.page.locator("[data-testid=copy-invite][data-result=copied]")
        .waitFor();
      const copied = "navigator.clipboard.readText()";
      assertEquals(await ada.page.evaluate<string>(copied), link);
      await ada.page.keyboard.press("Escape");
      await ada.get("invite-dialog").waitFor({ state: "detached" });
      assertEquals(
        await ada.page.evaluate("document.activeElement.dataset.testid"),
        "open-invite",
      );
      await ada.get("join").click();
      await ada.get("show-qr").click();
      await ada.get("invite-panel").waitFor();
      assert(await showsCodeOf(ada, link));
      assertEquals(await axeViolations(ada), []);
      await ada.get("panel-close").click();
      await ada.get("more").click();
      await ada.get("open-invite").click();
      await ada.get("invite-panel").waitFor();
      assertEquals(await ada.cspViolations(), []);
    },
  );
}

e2e("A phone opens the share sheet with the link", async (session) => {
  const ada = await session.page("Ada", PHONE);
  await ada.page.addInitScript(`
    globalThis.shared = [];
    navigator.share = async (what) => { shared.push(what.url); };
  `);
  await ada.page.goto(session.room());
  await ada.get("open-invite").tap();
  await ada.get("share-link").tap();
  assertEquals(await ada.page.evaluate("shared"), [session.room()]);
  assertEquals(await axeViolations(ada), []);
  await ada.get("invite-close").tap();
  await ada.get("sound-settings").locator("summary").tap();
  assertEquals(await axeViolations(ada), []);
});
