/** Chromium 110, one version above the oldest supported one, with a current Chromium. @module */
import { assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** Errors that the page did not catch. */
function uncaughtErrors({ console }: CallPage): string[] {
  return console.filter((line) => line.startsWith("pageerror"));
}

e2e(
  "Chromium 110, with an active service worker, calls a current Chromium",
  async (session) => {
    const old = await session.oldChromiumPage("Old", {
      serviceWorkers: "allow",
    });
    assertEquals(old.page.context().browser()?.version().split(".")[0], "110");
    await old.page.goto(session.server.origin);
    await old.page.evaluate("navigator.serviceWorker.ready.then(() => true)");
    await old.page.reload();
    await old.until("navigator.serviceWorker.controller !== null");
    await old.join(session.room());
    const current = await session.member("Current");
    for (const page of [old, current]) {
      await page.media({ peers: 1 });
      await page.painted(1);
    }
    await old.say("Hello from 110");
    await current.hears("Hello from 110");
    await current.say("Hello from today");
    await old.hears("Hello from today");

    await old.get("more").click();
    await old.get("open-quality").click();
    await old.page.getByText("Round trip").first().waitFor();
    assertEquals(uncaughtErrors(old), []);
    assertEquals(await old.cspViolations(), []);
  },
  { needsOldChromium: true },
);

e2e(
  "Chromium 110 runs the connection check to its end",
  async (session) => {
    const old = await session.oldChromiumPage("Old");
    await old.page.goto(`${session.server.origin}/check`);
    await old.get("check-start").click();
    await old.page.locator('[data-phase="done"]').waitFor();
    const socket = old.page.locator('[data-check="signaling"]');
    assertEquals(await socket.getAttribute("data-code"), "ok");
    assertEquals(uncaughtErrors(old), []);
  },
  { needsOldChromium: true },
);
