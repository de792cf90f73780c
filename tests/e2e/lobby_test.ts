/** What the lobby tells before one enters: how one sounds, and who is inside. @module */
import { assert, assertEquals } from "@std/assert";
import { encode } from "uqr";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e } from "./stage.ts";

const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} as const;

async function inside(page: CallPage, sentence: string): Promise<void> {
  await page.get("inside").filter({ hasText: sentence }).waitFor();
}

e2e("The lobby tells who is inside, and follows", async (stage) => {
  const cho = await stage.page("Cho");
  await cho.page.goto(stage.room());
  await inside(cho, "No one is in this call yet");
  const ada = await stage.member("Ada");
  await inside(cho, "Ada is in this call");
  const bob = await stage.member("Bob");
  await inside(cho, "Ada and Bob are in this call");
  assertEquals(await axeViolations(cho), []);
  await ada.get("leave").click();
  await inside(cho, "Bob is in this call");
  assertEquals(await cho.made(), 0);
  assertEquals(await bob.get("tile").count(), 0);
  await cho.get("join").click();
  await bob.tiles(1);
});

e2e(
  "The level of the microphone moves in the lobby, and rests while muted",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.goto(stage.room());
    await ada.get("level-meter").waitFor();
    const value = "Number(document.querySelector('[role=meter]').ariaValueNow)";
    await ada.until(`${value} > 20`);
    const high = await ada.page.evaluate<number>(value);
    await ada.until(`${value} !== ${high}`);
    await ada.get("toggle-mic").click();
    await ada.get("level-meter").waitFor({ state: "detached" });
    assertEquals(await ada.made(), 0);
  },
);

e2e(
  "The lobby says so when nothing comes from the microphone",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.addInitScript(`
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      const silence = new AudioContext().createMediaStreamDestination();
      return new MediaStream([
        ...stream.getVideoTracks(),
        ...silence.stream.getAudioTracks(),
      ]);
    };
  `);
    await ada.page.goto(stage.room());
    await ada.get("hear-nothing").waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.get("toggle-mic").click();
    await ada.get("hear-nothing").waitFor({ state: "detached" });
  },
);

/** True when the code on the page has the modules of the code of `link`. */
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
    `The invitation has the link and its code in ${colorScheme}`,
    async (stage) => {
      const ada = await stage.page("Ada", { colorScheme });
      await ada.page.context().grantPermissions([
        "clipboard-read",
        "clipboard-write",
        "camera",
        "microphone",
      ]);
      await ada.page.goto(stage.room("차-한잔"));
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

e2e("A phone opens its share sheet with the link", async (stage) => {
  const ada = await stage.page("Ada", PHONE);
  await ada.page.addInitScript(`
    globalThis.shared = [];
    navigator.share = async (what) => { shared.push(what.url); };
  `);
  await ada.page.goto(stage.room());
  await ada.get("open-invite").tap();
  await ada.get("share-link").tap();
  assertEquals(await ada.page.evaluate("shared"), [stage.room()]);
  assertEquals(await axeViolations(ada), []);
  await ada.get("invite-close").tap();
  await ada.get("sound-settings").locator("summary").tap();
  assertEquals(await axeViolations(ada), []);
});
