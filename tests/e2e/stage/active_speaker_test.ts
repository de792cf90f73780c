/** The highlight of the active speaker. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

async function speaking(
  page: CallPage,
  testId: string,
  isSpeaking: boolean,
): Promise<void> {
  const selector = `[data-testid=${testId}][data-speaking=${isSpeaking}]`;
  await page.page.locator(selector).waitFor();
}

e2e(
  "An active speaker is highlighted on every page, but not while muted",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    await speaking(ada, "self-tile", true);
    await speaking(bob, "tile", true);
    assertEquals(await axeViolations(bob), []);
    await ada.get("toggle-mic").click();
    await speaking(ada, "self-tile", false);
    await speaking(bob, "tile", false);
  },
);
