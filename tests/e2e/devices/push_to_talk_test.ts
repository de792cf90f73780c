/** Push to talk by key and by touch, judged by the sound at the other side. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

/** Ada with push to talk, and Bob as the receiver. */
async function twoMembers(session: TestSession, options = {}) {
  const bob = await session.member("Bob");
  const ada = await session.page("Ada", options);
  await ada.join(session.room());
  await bob.media({ peers: 1 });
  await ada.get("more").click();
  await ada.get("open-settings").click();
  await ada.get("switch-push-to-talk").click();
  await ada.get("talk").waitFor();
  await ada.get("panel-close").click();
  return { ada, bob };
}

async function energy(bob: CallPage): Promise<number> {
  const [stats] = await bob.stats();
  return stats?.audioEnergy ?? 0;
}

/** Readings at most: the first ones may hold sound from before the release. */
const MAX_READINGS = 6;

/** Waits until Bob receives video but no sound. */
async function silent(bob: CallPage): Promise<void> {
  await bob.page.locator("[data-testid=tile] .tile-muted").waitFor();
  const heard: number[] = [];
  while (heard.length < MAX_READINGS) {
    const before = await energy(bob);
    // Longer than the pause between two beeps of the fake microphone.
    await bob.media({ peers: 1, audio: false, frames: 25 });
    heard.push(await energy(bob) - before);
    if ((heard.at(-1) ?? 1) < 1e-5) return;
  }
  throw new Error(`Bob hears ${heard}`);
}

const held = (page: CallPage, isHeld: boolean) =>
  page.page.locator(`[data-testid=talk][data-held=${isHeld}]`).waitFor();

e2e(
  "The microphone is live while Space is held, and only then",
  async (session) => {
    const { ada, bob } = await twoMembers(session);
    await silent(bob);
    assertEquals(await axeViolations(ada), []);
    await ada.page.keyboard.down("Space");
    await held(ada, true);
    await bob.media({ peers: 1 });
    assertEquals(await axeViolations(ada), []);
    await ada.page.keyboard.up("Space");
    await held(ada, false);
    await silent(bob);
    assertEquals(await ada.page.locator(".menu").count(), 0);

    await ada.page.keyboard.down("Space");
    await held(ada, true);
    await ada.page.evaluate("dispatchEvent(new Event('blur'))");
    await held(ada, false);
    await ada.page.keyboard.up("Space");

    await ada.get("chat-toggle").click();
    await ada.get("chat-input").pressSequentially("a b");
    assertEquals(await ada.get("chat-input").inputValue(), "a b");
    await held(ada, false);
    await ada.get("toggle-mic").focus();
    await ada.page.keyboard.press("Tab");
    await ada.page.keyboard.press("Shift+Tab");
    await ada.page.keyboard.press("Space");
    await ada.page.locator("[data-testid=toggle-mic][data-on=true]").waitFor();
    await held(ada, false);
  },
);

e2e(
  "The microphone is live while a finger holds the button",
  async (session) => {
    const { ada, bob } = await twoMembers(session, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    const box = await ada.get("talk").boundingBox();
    const at = {
      x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
    };
    const debug = await ada.page.context().newCDPSession(ada.page);
    const touch = (type: "touchStart" | "touchEnd") =>
      debug.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchStart" ? [at] : [],
      });
    await touch("touchStart");
    await held(ada, true);
    await bob.media({ peers: 1 });
    await touch("touchEnd");
    await held(ada, false);
    await silent(bob);
    assertEquals(await axeViolations(ada), []);

    await ada.page.reload();
    await ada.get("join").click();
    await ada.get("talk").waitFor();
    await silent(bob);
  },
);
