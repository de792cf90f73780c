/** A page written for the server of a WebRTC guide, unchanged, against Maru. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

const GUIDE_PAGE = new URL("guide_page.html", import.meta.url);

/** Opens the page of the guide under the origin of the test server. */
async function openGuide(page: CallPage, origin: string): Promise<void> {
  const body = await Deno.readTextFile(GUIDE_PAGE);
  await page.page.route(
    "**/guide",
    (route) => route.fulfill({ contentType: "text/html", body }),
  );
  await page.page.goto(`${origin}/guide`);
  await logHas(page, "ready");
}

async function logHas(page: CallPage, line: string): Promise<void> {
  await page.page.locator("#log").filter({ hasText: line }).waitFor();
}

async function send(page: CallPage, text: string): Promise<void> {
  await page.page.locator("#text").fill(text);
  await page.page.locator("#send").click();
}

e2e(
  "A page of the guide connects two browsers and exchanges text",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob", {}, await session.launch("fake"));
    await openGuide(ada, session.server.origin);
    await openGuide(bob, session.server.origin);

    await ada.page.locator("#offer").click();
    await Promise.all([logHas(ada, "open"), logHas(bob, "open")]);
    await send(ada, "Hello from Ada");
    await logHas(bob, "heard Hello from Ada");
    await send(bob, "안녕하세요");
    await logHas(ada, "heard 안녕하세요");

    for (const page of [ada, bob]) {
      const log = await page.page.locator("#log").innerText();
      // Every message arrived once, the empty last candidate included.
      assertEquals(log.match(/end of candidates/g)?.length, 1, log);
      assert(log.includes("passed over welcome"), log);
      const [connection] = await page.stats();
      assertEquals(connection?.connectionState, "connected");
    }
  },
);
