/** A call in an iframe of another origin. @module */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { APP_ORIGIN, EmbeddingPage, OTHER_ORIGIN } from "./embedding_page.ts";

const EMBEDDABLE = { EMBED_ORIGINS: APP_ORIGIN };

/** The page around the frame, in one of the browsers. */
async function openAround(
  session: TestSession,
  browser: "Chromium" | "Firefox",
): Promise<CallPage> {
  return browser === "Firefox"
    ? await session.firefoxPage("Ada")
    : await session.page("Ada");
}

e2e(
  "A frame shows a sentence while no page may embed calls",
  async (session) => {
    for (const browser of ["Chromium", "Firefox"] as const) {
      const around = await openAround(session, browser);
      const app = await EmbeddingPage.open(around);
      await app.embed(session.server.origin, session.roomName());
      await app.frame.getByText("add the origin of the page to EMBED_ORIGINS")
        .waitFor();
      assertEquals(await app.events("ready"), []);
    }
    await session.until(
      "the line of the log",
      () => session.server.log.some((line) => line.includes("EMBED_ORIGINS")),
    );
    const line = session.server.log.find((line) =>
      line.includes("EMBED_ORIGINS")
    );
    assertStringIncludes(line ?? "", APP_ORIGIN);
  },
  { needsFirefox: true },
);

for (const browser of ["Chromium", "Firefox"] as const) {
  e2e(
    `A page of another origin embeds a call in ${browser}: its parameters, events and commands`,
    async (session) => {
      const bob = await session.member("Bob");
      const around = await openAround(session, browser);
      const app = await EmbeddingPage.open(around);
      await app.embed(session.server.origin, session.roomName(), {
        name: "Ada",
        lobby: "skip",
        camera: "off",
        theme: "dark",
        lang: "ko",
        hide: "chat,leave,nothing",
      });
      assertEquals((await app.event("joined")).name, "Ada");
      assertEquals((await app.event("ready")).phase, "lobby");
      assertEquals((await app.event("member-joined")).name, "Bob");
      assertEquals(
        (await app.event("error")).message,
        "The parameter is unknown: hide=nothing",
      );

      // The parameters, in the frame and at the other side.
      const { frame } = app;
      await frame.locator("html[lang=ko]").waitFor();
      await frame.getByTestId("self-tile").waitFor();
      assertEquals(await frame.getByTestId("leave").count(), 0);
      assertEquals(await frame.getByTestId("chat-toggle").count(), 0);
      assertEquals(await frame.getByTestId("toggle-mic").count(), 1);
      const colour = await app.evaluate(
        "getComputedStyle(document.body).backgroundColor",
      );
      assertEquals(colour, "rgb(25, 22, 18)");
      const tile = bob.get("tile");
      await tile.getByText("Ada").waitFor();
      await bob.media({ peers: 1, frames: 0 });
      await frame.locator("body").press("c");

      // Commands have their effect at the other side, and an event here.
      await app.send("microphone", false);
      await tile.locator(".tile-muted").waitFor();
      await app.event("microphone", { on: false });
      await app.send("name", "Ada Lovelace");
      await tile.getByText("Ada Lovelace").waitFor();
      await app.send("camera", true);
      await bob.painted(1);
      await app.send("dance");
      await app.event("error", { code: "bad-command" });
      // The key has had time to open the chat.
      assertEquals(await frame.getByTestId("chat-panel").count(), 0);

      // What the other side does arrives here.
      await bob.get("toggle-mic").click();
      await app.event("member-changed", { name: "Bob", microphone: false });

      // A third page is neither heard by the call nor by the page around it.
      await app.addStranger(`
      for (let i = 0; i < parent.frames.length; i++) {
        parent.frames[i].postMessage({ maru: "command", command: "leave" }, "*");
      }
      parent.postMessage({ maru: "event", event: "ended", data: {} }, "*");
    `);
      await app.send("state");
      const state = await app.event("state");
      assertEquals([state.phase, state.name], ["joined", "Ada Lovelace"]);
      assertEquals(await app.events("ended"), []);

      // A reload of the frame continues with the same seat.
      const { id } = await app.event("joined");
      await around.page.evaluate("events.length = 0");
      await app.reloadFrame();
      assertEquals((await app.event("joined")).id, id);
      await bob.tiles(1);

      await app.send("leave");
      assertEquals((await app.event("ended")).code, "left");
      await bob.tiles(0);
      assertEquals((await app.events("left")).length, 1);
    },
    { needsFirefox: browser === "Firefox", env: EMBEDDABLE },
  );
}

e2e(
  "Only listed origins embed calls, and a click around the frame shares the screen",
  async (session) => {
    const other = await session.page("Other");
    const stranger = await EmbeddingPage.open(other, OTHER_ORIGIN);
    await stranger.embed(session.server.origin, session.roomName());
    await stranger.frame.getByText("EMBED_ORIGINS").waitFor();
    // Without the header that names the page, the browser refuses.
    await other.page.evaluate(`
    document.querySelector("iframe").referrerPolicy = "no-referrer";
    document.querySelector("iframe").src += "&again";
  `);
    await session.until(
      "the page of the browser in the frame",
      () =>
        other.page.frames().some((frame) =>
          frame.url().startsWith("chrome-error:")
        ),
    );

    const bob = await session.member("Bob");
    const around = await session.page("Ada");
    const app = await EmbeddingPage.open(around);
    await app.embed(session.server.origin, session.roomName(), {
      name: "Ada",
      lobby: "skip",
    });
    await app.event("joined");
    await around.page.locator("#share").click();
    await app.event("screen", { on: true });
    await bob.painted(1, "screen-tile");
  },
  { env: EMBEDDABLE },
);
