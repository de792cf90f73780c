/** A call depends on nobody: the network, then the server, go and come back. @module */
import { assert, assertEquals, assertGreater } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/test_session.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";

/** Asserts that both still use the first connection that they made. */
async function assertSameConnection(...members: CallPage[]): Promise<void> {
  for (const member of members) {
    const made = await member.made();
    assertEquals(made, 1, `${member.name} made ${made} connections`);
  }
}

e2e(
  "Media goes on while the signaling socket is cut, and chat after it is back",
  async (stage) => {
    await using proxy = new TcpProxy(stage.server.port);
    const cutUrl = stage.room("cut", `https://localhost:${proxy.port}`);
    const ada = await stage.member("Ada", cutUrl);
    const bob = await stage.member("Bob", stage.room("cut"));
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);

    proxy.cut();
    const refused = proxy.accepted;
    await ada.media({ peers: 1, frames: 30 });
    await bob.media({ peers: 1, frames: 30 });
    await bob.say("Are you there?");
    await ada.hears("Are you there?");
    proxy.heal();
    await stage.until("a new socket", () => proxy.accepted > refused);

    const cho = await stage.member("Cho", stage.room("cut"));
    await cho.media({ peers: 2 });
    await ada.media({ peers: 2 });
    await ada.tiles(2);
    await bob.tiles(2);
    assertEquals(await ada.made(), 2);
    assertEquals(await bob.made(), 2);
  },
);

e2e(
  "Media goes on while the server restarts, and the members find each other again",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const id = await ada.get("tile").getAttribute("data-peer-id");

    assertEquals(await stage.server.stop(), 0);
    await ada.media({ peers: 1, frames: 30 });
    await bob.media({ peers: 1, frames: 30 });
    await stage.server.start();
    await ada.media({ peers: 1 });

    const cho = await stage.member("Cho");
    await cho.media({ peers: 2 });
    await Promise.all([ada.media({ peers: 2 }), bob.media({ peers: 2 })]);
    const ids = await ada.get("tile").evaluateAll((tiles) =>
      tiles.map((tile) => tile.getAttribute("data-peer-id"))
    );
    assert(ids.includes(id), `${ids} has not ${id}`);
    assertEquals(await ada.made(), 2);
  },
);

e2e("Media goes on when the server is killed", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await stage.server.kill();
  const [first] = await ada.media({ peers: 1, frames: 30 });
  const [second] = await ada.media({ peers: 1, frames: 30 });
  assertGreater(second?.framesDecoded, first?.framesDecoded);
  await bob.say("Still here");
  await ada.hears("Still here");
  await assertSameConnection(ada, bob);
});
