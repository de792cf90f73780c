/** What a browser that lacks something says, before a seat is taken. @module */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

const KAKAOTALK =
  "Mozilla/5.0 (Linux; Android 14; SM-S918N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410850";
const WITHOUT_WEBRTC = "delete globalThis.RTCPeerConnection";
const WITHOUT_DEVICES =
  "Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined })";

/** Text of all that a person sees. */
async function visibleText({ page }: CallPage): Promise<string> {
  return await page.locator("body").innerText();
}

e2e(
  "Without WebRTC the page of a room says where to open the link and takes no seat",
  async (session) => {
    const ada = await session.page("Ada");
    let sockets = 0;
    ada.page.on("websocket", () => sockets++);
    await ada.page.addInitScript(WITHOUT_WEBRTC);
    await ada.page.goto(session.room());
    await ada.get("unsupported").waitFor();
    assert(!(await visibleText(ada)).includes("too old"));
    assertStringIncludes(
      await visibleText(ada),
      "Copy the link and open it in Chrome, Edge, Firefox or Safari.",
    );
    assertEquals(await axeViolations(ada), []);
    await ada.get("copy-invite").click();
    await ada.page.locator("[data-result=copied]").waitFor();
    await ada.page.getByRole("button", { name: "한국어" }).click();
    await ada.get("unsupported").getByText("링크를 복사해서").waitFor();
    assertEquals(sockets, 0);

    await ada.page.goto(session.server.origin);
    await ada.get("browser-notice").waitFor();
  },
);

e2e(
  "The browser of an app says that devices may not work there, and lets join",
  async (session) => {
    const ada = await session.page("Ada", { userAgent: KAKAOTALK });
    await ada.page.goto(session.room());
    const notice = ada.get("browser-notice");
    assertStringIncludes(await notice.innerText(), "KakaoTalk");
    assertStringIncludes(await notice.innerText(), "open it in Chrome.");
    await ada.join(session.room());
  },
);

e2e(
  "Without media devices on https the page does not blame http, and lets join",
  async (session) => {
    const bob = await session.member("Bob");
    const ada = await session.page("Ada");
    await ada.page.addInitScript(WITHOUT_DEVICES);
    await ada.page.goto(session.room());
    await ada.get("browser-notice").waitFor();
    const text = await visibleText(ada);
    assertStringIncludes(text, "doesn't give pages access to the camera");
    assert(!/https/.test(text), text);
    await ada.join(session.room());
    await ada.media({ peers: 1 });
    await bob.tiles(1);
  },
);

e2e(
  "Without JavaScript the page says so in both languages",
  async (session) => {
    const ada = await session.page("Ada", { javaScriptEnabled: false });
    await ada.page.goto(session.room());
    for (
      const [language, words] of [
        ["en", "JavaScript is turned off"],
        ["ko", "자바스크립트가 꺼져 있어요"],
      ]
    ) {
      const text = ada.page.locator(`noscript [lang="${language}"]`);
      await text.waitFor();
      assertStringIncludes(await text.innerText(), words ?? "");
    }
  },
);

e2e(
  "A browser that does not understand the script is too old, in both languages",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.route(
      /\/assets\/app-/,
      (route) =>
        route.fulfill({
          contentType: "text/javascript",
          body: "a syntax from tomorrow",
        }),
    );
    await ada.page.goto(session.room());
    await ada.page.getByText("too old for Maru").waitFor();
    await ada.page.getByText("너무 오래됐어요").waitFor();
    await ada.page.getByRole("button", { name: "Copy link" }).click();
    const field = ada.page.locator("input");
    assertEquals(await field.inputValue(), session.room());
    assertEquals(await ada.cspViolations(), []);
  },
);

e2e(
  "A script that does not arrive is not the fault of the browser",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.route(/\/assets\/chunk-/, (route) => route.abort());
    await ada.page.goto(session.room());
    await ada.page.getByText("could not be loaded").waitFor();
    await ada.page.getByText("불러오지 못했어요").waitFor();
    await ada.page.unroute(/\/assets\/chunk-/);
    await ada.page.getByRole("link", { name: "Reload" }).click();
    await ada.get("join").waitFor();
  },
);
