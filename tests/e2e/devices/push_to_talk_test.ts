/** Push to talk: the other side hears while it is held, and only then. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e, type Stage } from "../harness/test_session.ts";

/** Ada with push to talk, and Bob who listens. */
async function twoMembers(stage: Stage, options = {}) {
  const bob = await stage.member("Bob");
  const ada = await stage.page("Ada", options);
  await ada.join(stage.room());
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

/** Readings for what was said before and is still on its way. */
const MAX_READINGS = 6;

/** Bob comes to decode pictures as before, and to hear nothing the while. */
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

e2e("Who holds Space is heard, and nobody else", async (stage) => {
  const { ada, bob } = await twoMembers(stage);
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
});

e2e(
  "A finger that holds the button is heard, until it lets go",
  async (stage) => {
    const { ada, bob } = await twoMembers(stage, {
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
