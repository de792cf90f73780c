/** Faults in a call are reported calmly, and the call recovers by itself. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../tools/server_process.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

/** Waits for a notice of a kind. */
async function said(page: CallPage, kind: string): Promise<void> {
  await page.page.locator(`[data-testid=notice][data-kind=${kind}]`).first()
    .waitFor();
}

/** Waits until the tile of the only other member is in a state. */
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
  "A device whose network is back finds new paths, and its call never ended",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const before = await connection(ada);
    await bob.media({ peers: 1 });
    await ada.page.context().setOffline(true);
    await bob.media({ peers: 1, frames: 20 });
    await ada.page.context().setOffline(false);
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
  "A page that was frozen reconnects to the server as soon as it resumes",
  async (session) => {
    await using proxy = new TcpProxy(session.server.port);
    const url = session.room("sleep", `https://localhost:${proxy.port}`);
    const ada = await session.member("Ada", url);
    const bob = await session.member("Bob", session.room("sleep"));
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const devtools = await ada.page.context().newCDPSession(ada.page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    proxy.cut();
    const before = proxy.accepted;
    await bob.media({ peers: 1, frames: 20 });
    proxy.heal();
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await session.until("a new socket", () => proxy.accepted > before);
    await bob.say("Awake?");
    await ada.hears("Awake?");
    const cho = await session.member("Cho", session.room("sleep"));
    await cho.media({ peers: 2 });
    await ada.media({ peers: 2 });
  },
);

e2e(
  "A camera that the system took from a sleeping page returns, and the others see it",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript({ path: here("sleeping_page.js") });
    await ada.join(session.room());
    const bob = await session.member("Bob");
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
  "A camera that the system pauses, as during a phone call, is shown to everyone until it is back",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    const setPaused = (isPaused: boolean) =>
      ada.page.evaluate(`(() => {
        const [track] = document.querySelector("[data-testid=self-tile] video")
          .srcObject.getVideoTracks();
        Object.defineProperty(track, "muted", {
          configurable: true,
          value: ${isPaused},
        });
        track.dispatchEvent(new Event(${isPaused} ? "mute" : "unmute"));
      })()`);
    await setPaused(true);
    const note = bob.get("tile-note");
    await note.filter({ hasText: "Ada's device paused the camera" }).waitFor();
    await ada.page.locator("[data-testid=toggle-camera][data-on=false]")
      .waitFor();
    await said(ada, "camera-interrupted");
    await setPaused(false);
    await note.waitFor({ state: "detached" });
    await bob.get("tile").locator("video.is-shown").waitFor();
    await ada.page.locator("[data-testid=toggle-camera][data-on=true]")
      .click();
    await note.filter({ hasText: "Camera off" }).waitFor();
  },
);

e2e(
  "The screen stays awake in a call, also after the page was hidden",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript({ path: here("sleeping_page.js") });
    await ada.page.goto(session.room());
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

/** Expiry of the current credential of a page, in Unix seconds. */
const EXPIRY = `Math.max(...maruSleep.configurations.at(-1).iceServers
  .map(({ username }) => Number.parseInt(username ?? "0")))`;

async function relayed(session: TestSession, name: string): Promise<CallPage> {
  const page = await session.page(name);
  await page.page.addInitScript({ path: here("sleeping_page.js") });
  await page.page.addInitScript('globalThis.maruRelayUrl = "^turn:.*=udp"');
  await page.page.addInitScript({ path: here("../relay/relay_page.js") });
  await page.join(session.room());
  return page;
}

e2e(
  "A relayed call outlives its credential, and an ICE restart uses the new one",
  async (session) => {
    const ada = await relayed(session, "Ada");
    const bob = await relayed(session, "Bob");
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
  "While a member reconnects, the last picture stays, dimmed, with a note",
  async (session) => {
    const ada = await relayed(session, "Ada");
    const bob = await relayed(session, "Bob");
    await Promise.all([ada.painted(1), bob.painted(1)]);
    // The relay, the only path, ends with the server.
    await session.server.kill();
    await tileIs(ada, "reconnecting");
    const tile = ada.get("tile");
    await tile.getByText("Reconnecting").waitFor();
    await tile.locator("video.is-shown").waitFor();
    const filter = await ada.page.evaluate(
      "getComputedStyle(document.querySelector('[data-testid=tile] video')).filter",
    );
    assertNotEquals(filter, "none");
    await ada.get("link-state").waitFor();
    // Announced, but not shown once more beside the header.
    await ada.get("live-region").filter({ hasText: "Lost connection to the" })
      .waitFor({ state: "attached" });
    assertEquals(
      await ada.page.locator("[data-kind=signaling-lost]").count(),
      0,
    );
    await session.server.start();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    assertEquals(await tile.count(), 1);
  },
  { ...WITH_RELAY, stopsServer: true },
);

/** Ada, whose page waits a quarter of the usual time for a peer. */
async function impatientMember(session: TestSession): Promise<CallPage> {
  const ada = await session.page("Ada");
  await ada.useClock(4);
  await ada.join(session.room());
  return ada;
}

e2e(
  "A member whose page does not respond is reported and can be retried",
  async (session) => {
    const ada = await impatientMember(session);
    const mute = await session.page("Mute");
    await mute.page.goto(session.server.origin);
    await mute.page.evaluate(
      `new Promise((resolve) => { globalThis.seat = new WebSocket('/socket?room=${session.roomName()}'); seat.onmessage = () => resolve(true); })`,
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
  "A member without any network path is reported and connects once there is one",
  async (session) => {
    const ada = await impatientMember(session);
    const bob = await session.page("Bob");
    await bob.page.addInitScript({ path: here("sleeping_page.js") });
    await bob.page.addInitScript("maruSleep.hasNoPath = true");
    await bob.join(session.room());
    await tileIs(ada, "failed");
    const failure = ada.page.locator(".tile-failure");
    await failure.getByText("Couldn't connect to Bob").waitFor();
    await ada.setClockSpeed(1);
    await bob.page.evaluate("maruSleep.hasNoPath = false");
    await failure.getByRole("button", { name: "Try again" }).click();
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  },
);
