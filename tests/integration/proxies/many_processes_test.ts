import { assert, assertEquals, assertGreater } from "@std/assert";
import { IS_REDIS_MISSING, RedisServer } from "../../fakes/redis_server.ts";
import type { RawWebSocket } from "../../fakes/raw_websocket.ts";
import { runMaru, type RunningMaru } from "../../fakes/running_maru.ts";
import { BEHIND_PROXY, get, MISSING, openSocket } from "./proxy_visit.ts";
import { type RealProxy, replaceText, startProxy } from "./real_proxy.ts";

const FILES = {
  nginx: "nginx-many.conf",
  haproxy: "haproxy-many.cfg",
} as const;
const ROOMS = 12;
const LIMIT_MS = 20_000;

/** Starts the proxy of a file before two processes. */
async function startBalancer(
  kind: keyof typeof FILES,
  [first, second]: readonly [RunningMaru, RunningMaru],
): Promise<RealProxy> {
  const url = new URL(`../../../deploy/${FILES[kind]}`, import.meta.url);
  const config = replaceText(await Deno.readTextFile(url), [
    "127.0.0.1:8453",
    `127.0.0.1:${second.port}`,
  ]);
  return await startProxy(kind, first.port, { change: () => config });
}

/** Waits until a page behind the proxy is answered. */
async function waitForPage(proxy: RealProxy): Promise<void> {
  const endMs = Date.now() + LIMIT_MS;
  while ((await get(proxy, "/livez")).status !== 200) {
    assert(Date.now() < endMs, "The proxy serves no page");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

for (const kind of ["nginx", "haproxy"] as const) {
  Deno.test({
    name:
      `${kind} with its file of deploy/ sends the sockets of a room to one process`,
    ignore: MISSING[kind] || IS_REDIS_MISSING,
    fn: async () => {
      await using redis = await RedisServer.open();
      const env = { ...BEHIND_PROXY, REDIS_URL: redis.url };
      await using first = await runMaru(env);
      await using second = await runMaru(env);
      await using proxy = await startBalancer(kind, [first, second]);
      await waitForPage(proxy);
      const sockets: RawWebSocket[] = [];
      for (let i = 0; i < ROOMS; i++) {
        const room = `room-${i}`;
        // As the page: early, with the name of the room, and at once.
        const early = await openSocket(proxy, {
          target: `/socket?join=later&room=${room}`,
        });
        const other = await openSocket(proxy, {
          target: `/socket?max=8&room=${room}`,
        });
        await other.waitForEvent("welcome");
        early.send({ event: "join", data: { room } });
        const { peers } = await early.waitForEvent("welcome");
        assertEquals(Array.isArray(peers) && peers.length, 1);
        sockets.push(early, other);
      }
      await redis.run(async (client) => {
        const leases = await client.keys("maru:lease:*");
        const owners = (await client.mget(leases)).map((lease) =>
          lease?.split(" ")[0]
        );
        assertEquals(leases.length, ROOMS);
        assertGreater(new Set(owners).size, 1);
        const stats = await client.info("commandstats");
        assertEquals(stats.includes("cmdstat_publish"), false);
      });
      if (kind === "haproxy") {
        await redis.stop();
        await first.waitForLog("Redis does not answer");
        await second.waitForLog("Redis does not answer");
        await waitForPage(proxy);
        assertEquals((await get(proxy, "/readyz")).status, 503);
      }
      for (const socket of sockets) await socket.destroy();
    },
  });
}
