/** A page written for the server of a WebRTC guide, unchanged, against Maru. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** As both READMEs say, and with the page itself. */
const GUIDE_SETTINGS = {
  TLS: "off",
  ALLOWED_ORIGINS: "*",
  STATIC_DIR: fileURLToPath(new URL(".", import.meta.url)),
};
/** Page that the operator did not let in. */
const SAME_ORIGIN_ONLY = { TLS: "off" };

/** Opens the page of the guide, which the test server serves. */
async function openGuide(page: CallPage, origin: string): Promise<void> {
  await page.page.goto(`${origin}/guide_page.html`);
  await logHas(page, "ready");
}

/** Opens the page of the guide under an origin of its own. */
async function openElsewhere(page: CallPage, server: string): Promise<void> {
  const body = await Deno.readTextFile(
    new URL("guide_page.html", import.meta.url),
  );
  await page.page.route(
    "http://guide.localhost/**",
    (route) => route.fulfill({ contentType: "text/html", body }),
  );
  const socket = encodeURIComponent(server.replace("http", "ws"));
  await page.page.goto(`http://guide.localhost/?server=${socket}`);
}

async function logHas(page: CallPage, line: string): Promise<void> {
  await page.page.locator("#log").filter({ hasText: line }).waitFor();
}

async function send(
  page: CallPage,
  text: string,
  button = "#send",
): Promise<void> {
  await page.page.locator("#text").fill(text);
  await page.page.locator(button).click();
}

e2e(
  "A page of the guide connects two browsers and exchanges text",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob", {}, await session.launch("fake"));
    await openGuide(ada, session.server.origin);
    await openElsewhere(bob, session.server.origin);
    await logHas(bob, "ready");

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

    // What is no message goes to the others as it is.
    await send(ada, "plain words", "#shout");
    await logHas(bob, "text plain words");
    assert(!(await ada.page.locator("#log").innerText()).includes("plain"));
  },
  { env: GUIDE_SETTINGS },
);

e2e(
  "A page of an origin that is not allowed is refused, and the log says what to set",
  async (session) => {
    const page = await session.page("Elsewhere");
    await openElsewhere(page, session.server.origin);
    await logHas(page, "closed");
    const isSaid = () =>
      session.server.log.some((line) =>
        line.includes("ALLOWED_ORIGINS") &&
        line.includes("http://guide.localhost")
      );
    await session.until("the line of the log", isSaid);
  },
  { env: SAME_ORIGIN_ONLY },
);
