/** Calls over several processes with a Redis of Debian. @module */
import { assertEquals } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { RedisServer } from "../../fakes/redis_server.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { ServerProcess } from "../harness/server_process.ts";

const LIMIT_MS = 60_000;

/** Id of the process that owns the only room. */
function ownerOf(redis: RedisServer): Promise<string | null> {
  return redis.run(async (client) => {
    const [lease] = await client.keys("maru:lease:*");
    const text = lease === undefined ? null : await client.get(lease);
    return text?.split(" ")[0] ?? null;
  });
}

e2e(
  "A call between pages of two processes goes on when a third, which owns its room, is killed",
  async (session) => {
    await using redis = await RedisServer.open();
    const env = { TLS: "off", REDIS_URL: redis.url };
    await using owner = await ServerProcess.start({ env });
    await using first = await ServerProcess.start({ env });
    await using second = await ServerProcess.start({ env });
    const room = session.roomName("many");
    const opener = await RawWebSocket.open({
      port: owner.port,
      target: `/socket?room=${room}`,
    });
    await opener.waitForEvent("welcome");
    const ownerId = await ownerOf(redis);
    const ada = await session.member("Ada", `${first.origin}/r/${room}`);
    opener.send({ event: "leave" });
    await opener.waitForClose();
    const bob = await session.member("Bob", `${second.origin}/r/${room}`);
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    assertEquals(await ownerOf(redis), ownerId);
    const made = [await ada.made(), await bob.made()];

    await owner.kill();
    const endMs = performance.now() + LIMIT_MS;
    for (;;) {
      const current = await ownerOf(redis);
      if (current !== null && current !== ownerId) break;
      if (performance.now() > endMs) throw new Error("The room has no owner");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await Promise.all([
      ada.media({ peers: 1, frames: 20 }),
      bob.media({ peers: 1, frames: 20 }),
    ]);
    const cho = await session.member("Cho", `${first.origin}/r/${room}`);
    await cho.media({ peers: 2 });
    await Promise.all([ada.media({ peers: 2 }), bob.media({ peers: 2 })]);
    // Nobody was connected again, only the newcomer was added.
    const added = [await ada.made(), await bob.made()].map(
      (count, i) => count - (made[i] ?? 0),
    );
    assertEquals(added, [1, 1]);
    assertEquals([await noticesOf(ada), await noticesOf(bob)], [0, 0]);
  },
  { needsProgram: "/usr/bin/redis-server" },
);

/** Marks of a lost connection to the server or to a member. */
function noticesOf({ page }: CallPage): Promise<number> {
  return page.locator("[data-testid=link-state]").count();
}
