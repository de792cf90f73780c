/** A call survives the loss of the network to the server, and of the server. @module */
import { assert, assertEquals, assertGreater } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";

/** Asserts that each member still uses its first connection. */
async function assertSameConnection(...members: CallPage[]): Promise<void> {
  for (const member of members) {
    const made = await member.made();
    assertEquals(made, 1, `${member.name} made ${made} connections`);
  }
}

e2e(
  "Media and chat continue while the signaling socket is cut, and a newcomer joins after it is back",
  async (session) => {
    await using proxy = new TcpProxy(session.server.port);
    const cutUrl = session.room("cut", `https://localhost:${proxy.port}`);
    const ada = await session.member("Ada", cutUrl);
    const bob = await session.member("Bob", session.room("cut"));
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);

    proxy.cut();
    const refused = proxy.accepted;
    await ada.media({ peers: 1, frames: 30 });
    await bob.media({ peers: 1, frames: 30 });
    await bob.say("Are you there?");
    await ada.hears("Are you there?");
    proxy.heal();
    await session.until("a new socket", () => proxy.accepted > refused);

    const cho = await session.member("Cho", session.room("cut"));
    await cho.media({ peers: 2 });
    await ada.media({ peers: 2 });
    await ada.tiles(2);
    await bob.tiles(2);
    assertEquals(await ada.made(), 2);
    assertEquals(await bob.made(), 2);
  },
);

e2e(
  "Media continues while the server restarts, both pages resume their seats, and a newcomer finds them",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const id = await ada.get("tile").getAttribute("data-peer-id");

    assertEquals(await session.server.drain(), 0);
    await ada.media({ peers: 1, frames: 30 });
    await bob.media({ peers: 1, frames: 30 });
    await session.server.start();
    await ada.media({ peers: 1 });
    await ada.until(`fetch("/metrics").then((response) => response.text())
      .then((text) => text.includes('maru_joins_total{seat="resumed"} 2'))`);

    const cho = await session.member("Cho");
    await cho.media({ peers: 2 });
    await Promise.all([ada.media({ peers: 2 }), bob.media({ peers: 2 })]);
    const ids = await ada.get("tile").evaluateAll((tiles) =>
      tiles.map((tile) => tile.getAttribute("data-peer-id"))
    );
    assert(ids.includes(id), `${ids} has not ${id}`);
    assertEquals(await ada.made(), 2);
  },
  { stopsServer: true },
);

e2e(
  "Mute, camera and a shared screen are shown at once while the server is away",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await session.server.kill();
    const tile = bob.get("tile");
    await ada.get("toggle-mic").click();
    await tile.locator(".tile-muted").waitFor();
    await ada.get("toggle-mic").click();
    await tile.locator(".tile-muted").waitFor({ state: "detached" });
    await ada.get("toggle-camera").click();
    await tile.locator("video.is-shown").waitFor({ state: "detached" });
    await ada.get("toggle-screen").click();
    await bob.painted(1, "screen-tile");
    await ada.get("toggle-screen").click();
    await bob.get("screen-tile").waitFor({ state: "detached" });
  },
  { stopsServer: true },
);

e2e("Media continues when the server is killed", async (session) => {
  const ada = await session.member("Ada");
  const bob = await session.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await session.server.kill();
  const [first] = await ada.media({ peers: 1, frames: 30 });
  const [second] = await ada.media({ peers: 1, frames: 30 });
  assertGreater(second?.framesDecoded, first?.framesDecoded);
  await bob.say("Still here");
  await ada.hears("Still here");
  await assertSameConnection(ada, bob);
}, { stopsServer: true });
