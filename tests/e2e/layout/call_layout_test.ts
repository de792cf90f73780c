/** Layout of the call: nothing covers a face, a control, or a part of a text. @module */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import {
  assertCoversNone,
  assertNoScrollbar,
  boxesOverlap,
  boxOf,
  cutTexts,
  isReachable,
  stylesOf,
} from "./boxes.ts";

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};
const STILL = { reducedMotion: "reduce" } as const;
const CONTROLS = ["toggle-mic", "toggle-camera", "more", "leave"] as const;

/** Refuses sound before a click, as browsers do on a page that is new to them. */
const BLOCK_SOUND = `
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    return this.tagName === "AUDIO"
      ? Promise.reject(new DOMException("No gesture", "NotAllowedError"))
      : play.call(this);
  };
`;

/** All tiles of the call. */
function tilesOf(page: CallPage) {
  return page.page.locator(".tile");
}

/** Locks the room of a page. */
async function lockRoom(page: CallPage): Promise<void> {
  await page.get("people-toggle").click();
  await page.get("lock-switch").click();
  await page.get("room-locked").waitFor();
  await page.get("panel-close").click();
}

async function openPanel(page: CallPage, name: string): Promise<void> {
  await page.get("more").click();
  await page.get(`open-${name}`).click();
  await page.get(`${name}-panel`).waitFor();
}

e2e(
  "A call fits its window, and a connection that works shows no route until asked",
  async (session) => {
    const ada = await session.page("Ada", { ...DESKTOP, ...STILL });
    await ada.join(session.room());
    await assertNoScrollbar(ada);
    const bob = await session.member("Bob");
    await ada.media({ peers: 1 });
    for (let line = 0; line < 30; line++) await bob.say(`Line ${line}`);
    await ada.hears("Line 29");
    await assertNoScrollbar(ada);
    await ada.get("file-input").setInputFiles({
      name: "plan.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("plan"),
    });
    const state = await boxOf(ada.page.locator(".file-state"));
    const cancel = await boxOf(ada.get("file-cancel"));
    const difference = state.y + state.height / 2 - cancel.y -
      cancel.height / 2;
    assert(Math.abs(difference) <= 1, `The cross is ${difference} px lower`);
    await openPanel(ada, "settings");
    await assertNoScrollbar(ada);

    const tile = ada.get("tile");
    await ada.page.mouse.move(1, 1);
    await ada.until(
      `(() => {
        const tile = document.querySelector('[data-testid="tile"]');
        const isGood = !tile.querySelector(".is-fair, .is-poor");
        const state = tile.querySelector(".tile-state");
        const route = tile.querySelector(".tile-route");
        return tile.dataset.state === "direct" && route.clientWidth <= 1 &&
          getComputedStyle(state).opacity === (isGood ? "0" : "1");
      })()`,
    );
    await tile.hover({ position: { x: 40, y: 200 } });
    assertEquals(await stylesOf(ada, ".tile-state", "opacity"), ["1"]);
    assert((await boxOf(tile.locator(".tile-route"))).width > 20);
    const name = await tile.getAttribute("aria-label");
    assertEquals(name, "Bob");
  },
);

e2e(
  "Notices stay in the header, where they cover no tile",
  async (session) => {
    const desktop = await session.page("Ada", { ...DESKTOP, ...STILL });
    const phone = await session.page("Pia", { ...PHONE, ...STILL });
    for (const page of [desktop, phone]) {
      await page.useClock(1);
      await page.join(session.room());
    }
    await desktop.tiles(1);
    for (const page of [desktop, phone]) {
      // Notices stay until they are measured.
      await page.setClockSpeed(0.02);
    }
    await session.member("Bob");
    for (const page of [desktop, phone]) {
      await page.tiles(2);
      const notice = page.get("notice").filter({ hasText: "Bob joined" });
      await notice.waitFor();
      await assertCoversNone(page.page.locator(".notices"), tilesOf(page));
      assert(await isReachable(notice));
      await assertNoScrollbar(page);
    }
  },
);

e2e(
  "A request to enter and the button for blocked sound cover no tile",
  async (session) => {
    const ada = await session.page("Ada", { ...PHONE, ...STILL });
    await ada.page.addInitScript(BLOCK_SOUND);
    await ada.join(session.room());
    await session.member("Bob");
    await ada.tiles(1);
    await lockRoom(ada);
    const dan = await session.page("Dan");
    await dan.page.goto(session.room());
    await dan.get("name-input").fill("Dan");
    await dan.get("join").click();
    const banner = ada.get("knock-banner");
    const sound = ada.page.locator(".sound-button");
    for (const size of [PHONE, DESKTOP]) {
      await ada.page.setViewportSize(size.viewport);
      await assertCoversNone(banner, tilesOf(ada));
      await assertCoversNone(sound, tilesOf(ada));
      assert(await isReachable(sound));
      await assertNoScrollbar(ada);
    }
  },
);

e2e(
  "On a phone every panel leaves the controls in reach, beside the faces",
  async (session) => {
    const ada = await session.page("Ada", { ...PHONE, ...STILL });
    await ada.join(session.room());
    await session.member("Bob");
    await ada.painted(1);
    for (const panel of ["settings", "quality", "invite"]) {
      await openPanel(ada, panel);
      for (const control of CONTROLS) {
        assert(await isReachable(ada.get(control)), `${panel}: ${control}`);
      }
      await assertCoversNone(ada.get(`${panel}-panel`), tilesOf(ada));
      await ada.get("panel-close").click();
    }
    await ada.get("chat-toggle").click();
    // The keyboard leaves this height; then two phones on their side.
    for (const [width, height] of [[390, 430], [667, 375], [568, 320]]) {
      assert(width && height);
      await ada.page.setViewportSize({ width, height });
      for (const element of [...CONTROLS, "chat-input", "panel-close"]) {
        assert(
          await isReachable(ada.get(element)),
          `${width} x ${height}: ${element}`,
        );
      }
      await assertNoScrollbar(ada);
    }
  },
);

e2e(
  "Names on the small tiles of a phone are whole, and initials differ in colour",
  async (session) => {
    const ada = await session.page("Ada", { ...PHONE, ...STILL });
    await ada.join(session.room());
    const names = ["Bob", "Charlotte", "Benjamin"];
    for (const name of names) {
      const page = await session.member(name);
      await page.get("toggle-mic").click();
      await page.get("toggle-camera").click();
    }
    await ada.tiles(3);
    await ada.get("toggle-camera").click();
    const bob = ada.get("tile").filter({ hasText: "Bob" });
    await bob.focus();
    await bob.getByTestId("pin").click();
    await ada.page.locator(".tile.is-pinned").waitFor();
    await ada.page.locator(".tile-muted").nth(2).waitFor();
    const boxes = [];
    for (const tile of await tilesOf(ada).all()) boxes.push(await boxOf(tile));
    assertEquals(boxes.length, 4);
    assertEquals(await cutTexts(ada, ".tile-name-text"), []);
    for (const [i, box] of boxes.entries()) {
      assert(boxes.slice(0, i).every((other) => !boxesOverlap(box, other)));
    }
    const colors = await stylesOf(ada, ".tile .avatar", "backgroundColor");
    assertEquals(new Set(colors).size, 4, `${colors}`);
    await ada.get("people-toggle").click();
    await ada.get("person").nth(3).waitFor();
    const inList = await stylesOf(ada, ".member .avatar", "backgroundColor");
    assertEquals(new Set(inList), new Set(colors));
  },
);

for (const locale of ["en-US", "ko-KR"]) {
  e2e(
    `The invitation shows the whole link beside or above its buttons in ${locale}`,
    async (session) => {
      const ada = await session.page("Ada", { ...PHONE, ...STILL, locale });
      await ada.page.addInitScript("navigator.share = async () => {}");
      const room = "아침-차-한잔-함께-마셔요";
      await ada.join(session.room(room));
      const url = ada.page.locator(".invitation .link-url");
      const shown = await url.innerText();
      assert(shown.endsWith(`/r/${session.roomName(room)}`), shown);
      for (const size of [PHONE, DESKTOP]) {
        await ada.page.setViewportSize(size.viewport);
        assertEquals(await cutTexts(ada, ".link-url"), []);
        const buttons = ada.page.locator(".invitation .link-buttons");
        await assertCoversNone(url, buttons);
        const [row, below] = [
          await boxOf(ada.page.locator(".invitation .link-row")),
          await boxOf(buttons),
        ];
        const isBeside = (await boxOf(url)).y === below.y;
        assert(isBeside || below.width === row.width, "A row of its own");
        await assertNoScrollbar(ada);
      }
    },
  );
}
