/** Who speaks has a ring, on every page, and nobody has who is muted. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/test_session.ts";

async function speaking(
  page: CallPage,
  testId: string,
  isSpeaking: boolean,
): Promise<void> {
  const selector = `[data-testid=${testId}][data-speaking=${isSpeaking}]`;
  await page.page.locator(selector).waitFor();
}

e2e("Who speaks is seen by all, and not when muted", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await bob.media({ peers: 1 });
  await speaking(ada, "self-tile", true);
  await speaking(bob, "tile", true);
  assertEquals(await axeViolations(bob), []);
  await ada.get("toggle-mic").click();
  await speaking(ada, "self-tile", false);
  await speaking(bob, "tile", false);
});
