/** Layout and look of the pages around the call, in both sizes. @module */
import { assert, assertEquals } from "@std/assert";
import { axeInBothThemes } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { assertNoScrollbar, boxOf, stylesOf } from "./boxes.ts";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Largest gap between a picture and what belongs to it, in CSS pixels. */
const MAX_GAP_PX = 24;

for (const locale of ["en-US", "ko-KR"]) {
  e2e(
    `The lobby has no gap when devices are blocked in ${locale}`,
    async (session) => {
      const ada = await session.page("Ada", { viewport: DESKTOP, locale });
      await ada.page.goto(session.room());
      await ada.page.locator(".problems-end").waitFor();
      const preview = await boxOf(ada.get("preview"));
      const devices = await boxOf(ada.page.locator(".lobby-devices"));
      const gap = devices.y - preview.y - preview.height;
      assert(gap > 0 && gap <= MAX_GAP_PX, `${gap} px`);
      await assertNoScrollbar(ada);
      await ada.page.setViewportSize(PHONE);
      const join = await boxOf(ada.get("join"));
      assert(join.y + join.height <= PHONE.height, "Join is on the screen");
    },
    { devices: "refused" },
  );
}

/** Styles that make a page look like Maru's. */
async function lookOf(page: CallPage): Promise<readonly string[]> {
  return [
    ...await stylesOf(page, "body", "backgroundColor"),
    ...await stylesOf(page, "body", "fontFamily"),
    ...await stylesOf(page, ".brand-mark", "width"),
    ...await stylesOf(page, ".button.is-primary", "backgroundColor"),
    ...await stylesOf(page, ".button.is-primary", "borderRadius"),
  ];
}

/** Paths of the pages that the server renders. */
const SERVER_PAGES = ["/ca", "/ca?lang=ko", "/no-such-page"] as const;

e2e(
  "The pages of the server look like the others and are accessible",
  async (session) => {
    const { origin } = session.server;
    const ada = await session.page("Ada", { viewport: PHONE });
    await ada.page.goto(origin);
    await ada.get("create-room").waitFor();
    await assertNoScrollbar(ada, ["Width"]);
    const look = await lookOf(ada);
    for (const path of SERVER_PAGES) {
      await ada.page.goto(origin + path);
      assertEquals(await lookOf(ada), look, path);
      assertEquals(await axeInBothThemes(ada), [], path);
      await assertNoScrollbar(ada, ["Width"]);
      assertEquals(await ada.cspViolations(), [], path);
      await ada.page.emulateMedia({ colorScheme: "light" });
    }
    await ada.page.locator(".brand-link").click();
    await ada.get("create-room").waitFor();
  },
);

/** In the page: hue and contrast of the focus ring against the page below it. */
const FOCUS_RING = `(() => {
  const channels = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const luminance = (rgb) =>
    rgb.map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ring = channels(getComputedStyle(document.activeElement).outlineColor);
  const paper = channels(getComputedStyle(document.body).backgroundColor);
  const [dark, light] = [luminance(ring), luminance(paper)].sort((a, b) => a - b);
  return { ring, contrast: (light + 0.05) / (dark + 0.05) };
})()`;

e2e("The focus ring has a colour of the palette", async (session) => {
  const ada = await session.page("Ada");
  await ada.page.goto(session.server.origin);
  await ada.get("create-room").waitFor();
  await ada.page.keyboard.press("Tab");
  for (const colorScheme of ["light", "dark"] as const) {
    await ada.page.emulateMedia({ colorScheme });
    const { ring, contrast } = await ada.page.evaluate<
      { ring: readonly [number, number, number]; contrast: number }
    >(FOCUS_RING);
    const [red, green, blue] = ring;
    assert(red > green && green > blue, `${colorScheme}: ${ring} is no ochre`);
    assert(contrast >= 3, `${colorScheme}: ${contrast}`);
  }
});

e2e(
  "No page around the call is wider or higher than it must be",
  async (session) => {
    const ada = await session.page("Ada");
    const { origin } = session.server;
    for (const viewport of [DESKTOP, PHONE]) {
      await ada.page.setViewportSize(viewport);
      for (const path of ["/", "/check", `/r/${session.roomName()}`, "/ca"]) {
        await ada.page.goto(origin + path);
        await ada.page.locator("h1").waitFor();
        await assertNoScrollbar(ada, ["Width"]);
        if (path !== "/") continue;
        const brand = await boxOf(ada.page.locator(".brand"));
        const title = await boxOf(ada.page.locator("h1"));
        assertEquals(title.x, brand.x, "Left edges");
      }
      await ada.join(session.room());
      await ada.get("leave").click();
      await ada.get("end").waitFor();
      await assertNoScrollbar(ada);
    }
  },
);
