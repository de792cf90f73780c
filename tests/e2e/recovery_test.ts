/** What goes wrong in a call is said in calm words, and comes back by itself. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../tools/server_process.ts";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";
import { TcpProxy } from "./tcp_proxy.ts";

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

/** Waits for a line about something. */
async function said(page: CallPage, kind: string): Promise<void> {
  await page.page.locator(`[data-testid=notice][data-kind=${kind}]`).first()
    .waitFor();
}

/** Waits until the tile of the one other member is in a state. */
async function tileIs(page: CallPage, state: string): Promise<void> {
  await page.page.locator(`[data-testid=tile][data-state=${state}]`).waitFor();
}

/** The one connection of a page. */
async function connection(page: CallPage) {
  const [only] = await page.media({ peers: 1 });
  assert(only);
  return only;
}

e2e(
  "A device that is offline says so at once, and finds new paths when it is back",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    const before = await connection(ada);
    await bob.media({ peers: 1 });
    await ada.page.context().setOffline(true);
    await said(ada, "offline");
    await ada.get("link-state").filter({ hasText: "You're offline" })
      .waitFor();
    await bob.media({ peers: 1, frames: 20 });
    await ada.page.context().setOffline(false);
    await said(ada, "online");
    await ada.get("link-state").waitFor({ state: "detached" });
    await ada.until(
      `maruProbe.stats().then(([c]) => c.localUfrag !== "${before.localUfrag}" &&
      c.signalingState === "stable")`,
    );
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.say("Here again");
    await bob.hears("Here again");
    assertEquals([await ada.made(), await bob.made()], [1, 1]);
  },
);

e2e(
  "A page that was frozen asks for the server as soon as it goes on",
  async (stage) => {
    await using proxy = new TcpProxy(stage.server.port);
    const url = stage.room("sleep", `https://localhost:${proxy.port}`);
    const ada = await stage.member("Ada", url);
    const bob = await stage.member("Bob", stage.room("sleep"));
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    proxy.cut();
    const before = proxy.accepted;
    await bob.media({ peers: 1, frames: 20 });
    proxy.heal();
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await stage.until("a new socket", () => proxy.accepted > before);
    await bob.say("Awake?");
    await ada.hears("Awake?");
    const cho = await stage.member("Cho", stage.room("sleep"));
    await cho.media({ peers: 2 });
    await ada.media({ peers: 2 });
  },
);

e2e(
  "A camera that the system took from a sleeping page comes back, and the others see it",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.addInitScript({ path: here("sleeping_page.js") });
    await ada.join(stage.room());
    const bob = await stage.member("Bob");
    await bob.media({ peers: 1 });
    await ada.page.evaluate("maruSleep.begin()");
    await ada.page.evaluate("maruSleep.takeCamera()");
    const tile = bob.get("tile");
    await ada.get("self-tile").locator("video.is-shown")
      .waitFor({ state: "detached" });
    await ada.page.evaluate("maruSleep.end()");
    await said(ada, "camera-back");
    await bob.media({ peers: 1, frames: 20 });
    await tile.locator("video.is-shown").first().waitFor();
  },
);

e2e(
  "The screen stays on while in a call, also after the page was away",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.addInitScript({ path: here("sleeping_page.js") });
    await ada.page.goto(stage.room());
    await ada.get("join").waitFor();
    const held = "maruSleep.locks.filter((lock) => !lock.released).length";
    assertEquals(await ada.page.evaluate(held), 0);
    await ada.get("join").click();
    await ada.until(`${held} === 1`);
    await ada.page.evaluate("maruSleep.begin()");
    await ada.until(`${held} === 0`);
    await ada.page.evaluate("maruSleep.end()");
    await ada.until(`${held} === 1`);
    assertEquals(await ada.page.evaluate("maruSleep.locks.length"), 2);
    await ada.get("leave").click();
    await ada.until(`${held} === 0`);
  },
);

const WITH_RELAY = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
    TURN_TTL: "10",
  }),
};

/** When the credential that a page has now ends, in Unix seconds. */
const EXPIRY = `Math.max(...maruSleep.configurations.at(-1).iceServers
  .map(({ username }) => Number.parseInt(username ?? "0")))`;

async function relayed(stage: Stage, name: string): Promise<CallPage> {
  const page = await stage.page(name);
  await page.page.addInitScript({ path: here("sleeping_page.js") });
  await page.page.addInitScript('globalThis.maruRelayUrl = "^turn:.*=udp"');
  await page.page.addInitScript({ path: here("relay_page.js") });
  await page.join(stage.room());
  return page;
}

e2e(
  "A call by the relay outlives its credential, and a restart takes the new one",
  async (stage) => {
    const ada = await relayed(stage, "Ada");
    const bob = await relayed(stage, "Bob");
    const before = await connection(ada);
    assertEquals(before.localType, "relay");
    const firstEnd = await ada.page.evaluate<number>(EXPIRY);
    await ada.until(`${EXPIRY} > ${firstEnd}`);
    await ada.until(`Date.now() / 1000 > ${firstEnd + 1}`);
    const kept = await connection(ada);
    assertEquals([kept.index, kept.localUfrag], [
      before.index,
      before.localUfrag,
    ]);
    await ada.restartIce();
    await ada.until(
      `maruProbe.stats().then(([c]) => c.localUfrag !== "${before.localUfrag}" &&
      c.signalingState === "stable" && c.iceGatheringState === "complete")`,
    );
    const after = await connection(ada);
    await bob.media({ peers: 1, frames: 20 });
    assertEquals([after.index, after.localType], [before.index, "relay"]);
    assertNotEquals(after.localUfrag, before.localUfrag);
  },
  WITH_RELAY,
);

e2e(
  "While a member is looked for, the last picture stays, dimmed, with a word",
  async (stage) => {
    const ada = await relayed(stage, "Ada");
    const bob = await relayed(stage, "Bob");
    await Promise.all([ada.painted(1), bob.painted(1)]);
    // With the server goes the relay, the only path that there is.
    await stage.server.kill();
    await tileIs(ada, "reconnecting");
    const tile = ada.get("tile");
    await tile.getByText("Reconnecting").waitFor();
    await tile.locator("video.is-shown").waitFor();
    const filter = await ada.page.evaluate(
      "getComputedStyle(document.querySelector('[data-testid=tile] video')).filter",
    );
    assertNotEquals(filter, "none");
    await said(ada, "signaling-lost");
    await stage.server.start();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    assertEquals(await tile.count(), 1);
  },
  WITH_RELAY,
);

e2e(
  "A member who does not answer is named as such, and can be tried again",
  async (stage) => {
    const ada = await stage.member("Ada");
    const mute = await stage.page("Mute");
    await mute.page.goto(stage.server.origin);
    await mute.page.evaluate(
      "new Promise((resolve) => { globalThis.seat = new WebSocket('/socket?room=e2e-room'); seat.onmessage = () => resolve(true); })",
    );
    await tileIs(ada, "failed");
    const failure = ada.page.locator(".tile-failure");
    await failure.getByText("isn't responding yet").waitFor();
    const made = await ada.made();
    await failure.getByRole("button", { name: "Try again" }).click();
    await tileIs(ada, "connecting");
    await ada.until(`maruProbe.made() > ${made}`);
    const focused = await ada.page.evaluate(
      "document.activeElement?.dataset.testid",
    );
    assertEquals(focused, "tile");
  },
);

e2e(
  "A member whom no path leads to is named as such, and is there once one does",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.page("Bob");
    await bob.page.addInitScript({ path: here("sleeping_page.js") });
    await bob.page.addInitScript("maruSleep.hasNoPath = true");
    await bob.join(stage.room());
    await tileIs(ada, "failed");
    const failure = ada.page.locator(".tile-failure");
    await failure.getByText("Couldn't connect to Bob").waitFor();
    await bob.page.evaluate("maruSleep.hasNoPath = false");
    await failure.getByRole("button", { name: "Try again" }).click();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  },
);
