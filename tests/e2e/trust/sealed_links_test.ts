/** Calls whose link has a key. @module */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { e2e } from "../harness/e2e.ts";
import { askForCode, openMemberTools, readCode } from "./voice_code.ts";
import type { CallPage } from "../harness/call_page.ts";
import type { TestSession } from "../harness/test_session.ts";

const KEY = "AAECAwQFBgcICQoLDA0ODw";

function sealedRoom(session: TestSession): string {
  return `${session.room()}#k=${KEY}`;
}

/** Waits until this many tiles have a standing. */
async function hasStanding(page: CallPage, standing: string, count: number) {
  await page.until(
    `document.querySelectorAll('[data-standing="${standing}"]').length === ${count}`,
  );
}

e2e(
  "A new room has a key in its link, which no server gets",
  async (session) => {
    const ada = await session.page("Ada");
    const sent: string[] = [];
    ada.page.on("request", (request) => {
      sent.push(request.url(), JSON.stringify(request.headers()));
    });
    ada.page.on("websocket", (socket) => {
      sent.push(socket.url());
      socket.on("framesent", ({ payload }) => sent.push(String(payload)));
    });
    await ada.page.goto(session.server.origin);
    await ada.get("create-room").click();
    await ada.get("name-input").fill("Ada");
    await ada.get("join").click();
    await ada.get("self-tile").waitFor();
    const link = ada.page.url();
    const [, key = ""] = /#k=([\w-]{22})$/.exec(link) ?? [];
    assertMatch(link, /\/r\/[\w-]+#k=[\w-]{22}$/);
    const bob = await session.member("Bob", link);
    for (const page of [ada, bob]) {
      await page.media({ peers: 1 });
      await hasStanding(page, "proven", 1);
      assertEquals(page.page.url(), link);
    }
    await bob.page.reload();
    await bob.get("join").click();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    assertEquals(bob.page.url(), link);
    assert(sent.some((text) => text.includes('"proof"')));
    assertEquals(sent.filter((text) => text.includes(key)), []);
    assertEquals(session.server.log.filter((line) => line.includes(key)), []);
  },
);

e2e(
  "A call of four, in two browsers, with a page that has no key",
  async (session) => {
    const link = sealedRoom(session);
    const ada = await session.member("Ada", link);
    const bob = await session.firefoxPage("Bob");
    await bob.join(link);
    const cho = await session.member("Cho", link);
    const sealed = [ada, bob, cho];
    await Promise.all(sealed.map((page) => page.media({ peers: 2 })));
    const dan = await session.member("Dan");
    for (const page of sealed) {
      await hasStanding(page, "proven", 2);
      await hasStanding(page, "unproven", 1);
      await page.get("connect-anyway").waitFor();
    }
    // Nothing is sent before it is allowed.
    assertEquals((await dan.stats()).filter((it) => it.bytesReceived > 0), []);
    for (const page of sealed) {
      await page.get("connect-anyway").click();
      await page.media({ peers: 3 });
      await page.get("unverified").waitFor();
    }
    await dan.media({ peers: 3 });
    await hasStanding(dan, "key-holder", 3);
  },
  { needsFirefox: true },
);

e2e(
  "Two browsers show the same code, and a new certificate ends its verification",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.firefoxPage("Bob");
    await bob.join(session.room());
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await openMemberTools(ada);
    await openMemberTools(bob);
    await askForCode(ada);
    await bob.page.locator('[data-kind="code-requested"]').waitFor();
    assertEquals(await readCode(ada), await readCode(bob));
    for (const page of [ada, bob]) {
      await page.get("codes-match").click();
      await page.get("verified").waitFor();
      await page.get("link-trust").getByText("verified everyone").waitFor();
    }
    // Kept on a path that changes.
    await ada.restartIce();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.get("verified").waitFor();
    await bob.page.reload();
    await bob.get("join").click();
    await ada.page.locator('[data-kind="verification-lost"]').waitFor();
    await ada.get("verified").waitFor({ state: "detached" });
  },
  { needsFirefox: true },
);

e2e(
  "A call with a key outlives a knock, a restart of the server and a reload",
  async (session) => {
    const link = sealedRoom(session);
    const ada = await session.member("Ada", link);
    await ada.get("people-toggle").click();
    await ada.get("lock-switch").click();
    await ada.get("room-locked").waitFor();
    const bob = await session.page("Bob");
    await bob.page.goto(link);
    await bob.get("name-input").fill("Bob");
    await bob.get("join").click();
    await ada.get("knock").first().getByTestId("admit").click();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await session.server.kill();
    await session.server.start();
    for (const page of [ada, bob]) {
      await page.get("link-state").waitFor({ state: "detached" });
    }
    await ada.restartIce();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await bob.page.reload();
    await bob.get("join").click();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    for (const page of [ada, bob]) await hasStanding(page, "proven", 1);
  },
  { stopsServer: true },
);
