/** A member from whom nothing arrives is shown as reconnecting, and is back with the network. @module */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../tools/server_process.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";
import type { TestSession } from "../harness/test_session.ts";
import { UdpProxy } from "../harness/udp_proxy.ts";

const RELAY_PAGE = fileURLToPath(
  new URL("../relay/relay_page.js", import.meta.url),
);
/** Port of the relay, chosen when the server starts. */
let relayPort = 0;
const WITH_RELAY = {
  env: () => {
    relayPort = findFreePort();
    return {
      ICE: "on",
      ICE_PORT: String(relayPort),
      ICE_TLS_PORT: String(findFreePort()),
    };
  },
};

/** Makes the browser report a lost connection as a connected one. */
const SILENT_BROWSER = `(() => {
  const { prototype } = RTCPeerConnection;
  const { get } = Object.getOwnPropertyDescriptor(prototype, "connectionState");
  Object.defineProperty(prototype, "connectionState", {
    get() {
      const state = get.call(this);
      return state === "disconnected" ? "connected" : state;
    },
  });
})()`;

/** A member whose media goes through a proxy before the relay, if there is one. */
async function relayed(
  session: TestSession,
  name: string,
  { media, url }: { media?: UdpProxy; url?: string } = {},
): Promise<CallPage> {
  const page = await session.page(name);
  await page.page.addInitScript('globalThis.maruRelayUrl = "^turn:.*=udp"');
  await page.page.addInitScript(
    `globalThis.maruRelayPort = ${media?.port ?? 0}`,
  );
  await page.page.addInitScript(SILENT_BROWSER);
  await page.page.addInitScript({ path: RELAY_PAGE });
  await page.join(url ?? session.room());
  return page;
}

/** Waits until the only tile of another member is in a state. */
async function tileIs(page: CallPage, state: string): Promise<void> {
  await page.page.locator(`[data-testid=tile][data-state=${state}]`).waitFor();
}

e2e(
  "A member whose packets disappear is reconnecting on both sides, without signal bars over the still picture, and back with the network",
  async (session) => {
    await using media = new UdpProxy(relayPort);
    const ada = await relayed(session, "Ada", { media });
    const bob = await relayed(session, "Bob");
    await Promise.all([ada.painted(1), bob.painted(1)]);
    await Promise.all([ada, bob].map((page) => tileIs(page, "relayed")));
    media.cut();
    await Promise.all([ada, bob].map((page) => tileIs(page, "reconnecting")));
    for (const page of [ada, bob]) {
      await page.get("quality-mark").waitFor({ state: "detached" });
    }
    media.heal();
    await Promise.all([ada, bob].map((page) => tileIs(page, "relayed")));
    await Promise.all([ada, bob].map((page) => page.media({ peers: 1 })));
  },
  WITH_RELAY,
);

e2e(
  "A muted member without a camera is reconnecting too, and back with the network",
  async (session) => {
    await using media = new UdpProxy(relayPort);
    const ada = await relayed(session, "Ada", { media });
    const bob = await relayed(session, "Bob");
    await bob.media({ peers: 1 });
    await ada.get("toggle-mic").click();
    await ada.get("toggle-camera").click();
    await bob.get("tile").locator("video.is-shown")
      .waitFor({ state: "detached" });
    media.cut();
    await tileIs(bob, "reconnecting");
    media.heal();
    await tileIs(bob, "relayed");
    await ada.say("Back again");
    await bob.hears("Back again");
  },
  WITH_RELAY,
);

e2e(
  "A page that loses everything without a word of the browser finds members and server again",
  async (session) => {
    await using media = new UdpProxy(relayPort);
    await using signaling = new TcpProxy(session.server.port);
    const url = session.room("cut", `https://localhost:${signaling.port}`);
    const ada = await relayed(session, "Ada", { media, url });
    const bob = await relayed(session, "Bob", { url: session.room("cut") });
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    media.cut();
    signaling.cut();
    await tileIs(ada, "reconnecting");
    await ada.get("link-state").waitFor();
    media.heal();
    signaling.heal();
    await tileIs(ada, "relayed");
    await ada.get("link-state").waitFor({ state: "detached" });
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  },
  WITH_RELAY,
);

e2e(
  "A browser that claims to be offline is not believed while media flows or the server answers",
  async (session) => {
    await using media = new UdpProxy(relayPort);
    await using signaling = new TcpProxy(session.server.port);
    const url = session.room("claim", `https://localhost:${signaling.port}`);
    const ada = await relayed(session, "Ada", { media, url });
    const bob = await relayed(session, "Bob", { url: session.room("claim") });
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const claim = (isOnLine: boolean) =>
      ada.page.evaluate(
        `Object.defineProperty(navigator, "onLine", { configurable: true, value: ${isOnLine} });
        dispatchEvent(new Event("${isOnLine ? "online" : "offline"}"));`,
      );
    await claim(false);
    signaling.cut();
    const state = ada.get("link-state");
    await state.filter({ hasText: "Reconnecting to the server" }).waitFor();
    await ada.media({ peers: 1, frames: 20 });
    assertEquals(
      await state.filter({ hasText: "You're offline" }).count(),
      0,
    );
    media.cut();
    await state.filter({ hasText: "You're offline" }).waitFor();
    media.heal();
    await state.filter({ hasText: "Reconnecting to the server" }).waitFor();
    signaling.heal();
    await state.waitFor({ state: "detached" });
    await claim(true);
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  },
  WITH_RELAY,
);
