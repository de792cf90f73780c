/** A whole call by keyboard, and its announcements to a screen reader. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const MEASURES = fileURLToPath(
  new URL("../harness/accessibility_probe.js", import.meta.url),
);

/** Presses Tab up to an element; every focus on the way must be visible. */
async function tabTo(page: CallPage, wanted: string): Promise<string[]> {
  const passed: string[] = [];
  while (passed.length < 30) {
    await page.page.keyboard.press("Tab");
    const { name, isSeen } = await page.page.evaluate<
      { name: string; isSeen: boolean }
    >("maruAccess.focus()");
    assert(isSeen, `The focus of ${name} is not visible`);
    if (name === wanted) return passed;
    passed.push(name);
  }
  throw new Error(`Tab does not lead to ${wanted}: ${passed}`);
}

async function focusIs(page: CallPage, testId: string): Promise<void> {
  await page.until(
    `document.activeElement?.dataset.testid === ${JSON.stringify(testId)}`,
  );
}

async function spoken(page: CallPage, text: string): Promise<void> {
  await page.until(`maruAccess.spoken().includes(${JSON.stringify(text)})`);
}

/** A member whose announcements are recorded. */
async function listener(session: TestSession): Promise<CallPage> {
  const page = await session.page("Ada");
  await page.page.addInitScript({ path: MEASURES });
  await page.join(session.room());
  return page;
}

e2e(
  "A call can be started, used and left with the keyboard alone",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript({ path: MEASURES });
    const { keyboard } = ada.page;
    await ada.page.goto(session.server.origin);
    await ada.get("create-room").waitFor();
    await tabTo(ada, "create-room");
    await keyboard.press("Enter");
    await ada.page.waitForURL(/\/r\//);
    await ada.get("join").waitFor();
    await tabTo(ada, "name-input");
    await keyboard.type("Ada");
    await keyboard.press("Enter");
    await ada.get("self-tile").waitFor();
    const bob = await session.member("Bob", ada.page.url());
    await Promise.all([ada.painted(1), bob.painted(1)]);

    const passed = [
      ...await tabTo(ada, "toggle-mic"),
      ...await tabTo(ada, "toggle-camera"),
      ...await tabTo(ada, "toggle-screen"),
      ...await tabTo(ada, "chat-toggle"),
    ];
    assert(passed.includes("pin"), `Tiles come before the bar: ${passed}`);
    await keyboard.press("Enter");
    await focusIs(ada, "chat-input");
    await keyboard.type("mv? from the keys");
    await keyboard.press("Enter");
    await bob.hears("mv? from the keys");
    assertEquals(await ada.get("toggle-mic").getAttribute("data-on"), "true");
    await keyboard.press("Escape");
    await focusIs(ada, "chat-toggle");

    await tabTo(ada, "more");
    await keyboard.press("Enter");
    await keyboard.press("ArrowDown");
    await keyboard.press("Escape");
    await focusIs(ada, "more");
    await tabTo(ada, "leave");
    await keyboard.press("Enter");
    await ada.get("end").waitFor();
    await bob.tiles(0);
    await tabTo(ada, "rejoin");
  },
);

e2e(
  "Single-key shortcuts work in the call, not while typing, and can be turned off",
  async (session) => {
    const ada = await listener(session);
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    const { keyboard } = ada.page;
    const isMuted = bob.get("tile").locator(".tile-muted");
    await keyboard.press("m");
    await isMuted.waitFor();
    await spoken(ada, "Your microphone is muted");
    await keyboard.press("Control+m");
    await keyboard.press("m");
    await isMuted.waitFor({ state: "detached" });
    await keyboard.press("v");
    await bob.get("tile").locator("video.is-shown")
      .waitFor({ state: "detached" });
    await keyboard.press("v");
    await bob.get("tile").locator("video.is-shown").waitFor();
    await keyboard.press("c");
    await focusIs(ada, "chat-input");
    await keyboard.press("Escape");

    await ada.get("toggle-mic").focus();
    await keyboard.press("?");
    await ada.get("shortcut-list").waitFor();
    await keyboard.press("m");
    await keyboard.press("Escape");
    await ada.get("shortcut-list").waitFor({ state: "detached" });
    await focusIs(ada, "toggle-mic");
    assertEquals(await ada.get("toggle-mic").getAttribute("data-on"), "true");

    await ada.get("more").click();
    await ada.get("show-shortcuts").click();
    await ada.get("shortcuts-on").uncheck();
    await ada.get("dialog-close").click();
    await ada.get("shortcut-list").waitFor({ state: "detached" });
    await focusIs(ada, "more");
    await keyboard.press("m");
    await keyboard.press("?");
    // A shortcut would have had its effect before a message arrives.
    await ada.say("Still here");
    await bob.hears("Still here");
    assertEquals(await ada.get("shortcut-list").count(), 0);
    assertEquals(await ada.get("toggle-mic").getAttribute("data-on"), "true");
    await ada.join(session.room("again"));
    await keyboard.press("m");
    assertEquals(await ada.get("toggle-mic").getAttribute("data-on"), "true");
  },
);

e2e(
  "A screen reader announces who joins, what they say and share, and who leaves",
  async (session) => {
    const ada = await listener(session);
    const bob = await session.member("Bob");
    await spoken(ada, "Bob joined");
    await ada.media({ peers: 1 });
    await bob.say("Good morning");
    await spoken(ada, "Bob says: Good morning");
    await bob.get("toggle-screen").click();
    await spoken(ada, "Bob is sharing their screen");
    await bob.get("toggle-screen").click();
    await spoken(ada, "Bob stopped sharing their screen");
    // One live region for everything, so that nothing is announced twice.
    const live =
      "document.querySelectorAll('[role=status],[aria-live]').length";
    assertEquals(await ada.page.evaluate(live), 1);
    await bob.get("leave").click();
    await spoken(ada, "Bob left");
  },
);
