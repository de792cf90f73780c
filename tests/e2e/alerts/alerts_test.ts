/** A person who does not see the page is alerted; nobody leaves by accident. @module */
import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const UNSEEN = fileURLToPath(new URL("unseen_page.js", import.meta.url));

/** A member whose page can be hidden. */
async function hideableMember(session: TestSession): Promise<CallPage> {
  const page = await session.page("Ada");
  await page.page.addInitScript({ path: UNSEEN });
  await page.join(session.room());
  return page;
}

/** Opens the settings. */
async function openSettings(page: CallPage): Promise<void> {
  await page.get("more").click();
  await page.get("open-settings").click();
  await page.get("switch-alert-sound").waitFor();
}

e2e(
  "While the page is hidden, the title, a sound and a notification tell of a person, a message and a knock",
  async (session) => {
    const ada = await hideableMember(session);
    await openSettings(ada);
    await ada.get("switch-notifications").click();
    await ada.until("Notification.permission === 'granted'");
    assertEquals(await axeViolations(ada), []);
    await ada.get("panel-close").click();
    const title = await ada.page.title();

    await ada.page.evaluate("maruUnseen.setHidden(true)");
    const bob = await session.member("Bob");
    await ada.until("document.title.startsWith('(1) ')");
    await ada.until("maruUnseen.sounds() === 2");
    await bob.say("Are you there?");
    await ada.until("document.title.startsWith('(2) ')");
    await bob.get("people-toggle").click();
    await bob.get("lock-switch").click();
    await bob.get("room-locked").waitFor();
    const cho = await session.page("Cho");
    await cho.page.goto(session.room());
    await cho.get("name-input").fill("Cho");
    await cho.get("join").click();
    await ada.until("document.title.startsWith('(3) ')");
    assertEquals(
      await ada.page.evaluate("maruUnseen.notified()"),
      "Bob joined; Bob says: Are you there?; Cho wants to join",
    );

    await ada.page.evaluate("maruUnseen.setHidden(false)");
    assertEquals(await ada.page.title(), title);
    assertEquals(await ada.page.evaluate("maruUnseen.openCount()"), 0);
    await bob.say("Welcome back");
    await ada.hears("Welcome back");
    assertEquals(await ada.page.title(), title);

    await ada.page.evaluate("maruUnseen.useWorkerNotifications()");
    await ada.page.evaluate("maruUnseen.setHidden(true)");
    await bob.say("On Android");
    await ada.until(
      "maruUnseen.notified().endsWith('Bob says: On Android')",
    );
    await ada.page.evaluate("maruUnseen.setHidden(false)");
    await ada.until("maruUnseen.openCount() === 0");
  },
);

e2e(
  "The sound can be turned off, which is kept",
  async (session) => {
    const ada = await hideableMember(session);
    await openSettings(ada);
    await ada.get("switch-alert-sound").click();
    await ada.page.reload();
    await ada.get("join").click();
    await openSettings(ada);
    assertEquals(await ada.get("switch-alert-sound").isChecked(), false);
    await ada.page.evaluate("maruUnseen.setHidden(true)");
    await session.member("Bob");
    await ada.until("document.title.startsWith('(1) ')");
    assertEquals(await ada.page.evaluate("maruUnseen.sounds()"), 0);
  },
);
