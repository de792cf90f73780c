import { assertEquals, assertLess } from "@std/assert";
import { LEASE_MS } from "../../../../signaling/scale_out/backplane.ts";
import { RedisBackplane } from "../../../../server/redis/redis_backplane.ts";
import { RedisConnection } from "../../../../server/redis/redis_connection.ts";
import { FakeProcess } from "../../../fakes/fake_process.ts";
import { IS_REDIS_MISSING, RedisServer } from "../../../fakes/redis_server.ts";
import { testBackplane } from "../../../unit/signaling/scale_out/backplane_contract.ts";
import { testProcesses } from "../../../unit/signaling/scale_out/processes_suite.ts";

const SETTLE_MS = 100;
const STEP_MS = 20;
/** Often, since a step takes long on a busy machine and a lease 3 s. */
const RENEW_STEPS = 4;

async function connect(server: RedisServer): Promise<RedisBackplane> {
  return new RedisBackplane({
    commands: await RedisConnection.open(server.url),
    subscriber: await RedisConnection.open(server.url),
    nameKey: "name key",
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

testBackplane("RedisBackplane", async () => {
  const server = await RedisServer.open();
  const backplanes: RedisBackplane[] = [];
  return {
    connect: async () => {
      const backplane = await connect(server);
      backplanes.push(backplane);
      return backplane;
    },
    // As their time limits do.
    expireAll: () =>
      server.run(async (redis) => {
        for (const pattern of ["maru:lease:*", "maru:life:*"]) {
          const keys = await redis.keys(pattern);
          if (keys.length > 0) await redis.del(keys);
        }
      }),
    loseAll: () => server.run(async (redis) => void await redis.flushall()),
    settle: () => pause(SETTLE_MS),
    [Symbol.asyncDispose]: async () => {
      for (const backplane of backplanes) await backplane.close();
      await server.stop();
    },
  };
}, IS_REDIS_MISSING);

testProcesses("Processes over Redis", async () => {
  const server = await RedisServer.open();
  const processes: FakeProcess[] = [];
  const backplanes: RedisBackplane[] = [];
  let steps = 0;
  return {
    create: async () => {
      const commands = await RedisConnection.open(server.url);
      const subscriber = await RedisConnection.open(server.url);
      const backplane = new RedisBackplane({
        commands,
        subscriber,
        nameKey: "name key",
      });
      const process = new FakeProcess({
        backplane,
        nowMs: () => Date.now(),
        kill: () => {
          void commands.close();
          void subscriber.close();
        },
      });
      backplanes.push(backplane);
      processes.push(process);
      await process.scaleOut.start();
      return process;
    },
    step: async () => {
      await pause(STEP_MS);
      if (++steps % RENEW_STEPS !== 0) return;
      await Promise.all(processes.map((process) => process.renew()));
    },
    setAway: (isAway) => isAway ? server.stop() : server.start(),
    [Symbol.asyncDispose]: async () => {
      for (const backplane of backplanes) await backplane.close();
      await server.stop();
    },
  };
}, IS_REDIS_MISSING);

Deno.test({
  name: "RedisBackplane keeps nothing for ever, and no room name in the clear",
  ignore: IS_REDIS_MISSING,
  fn: async () => {
    await using server = await RedisServer.open();
    const backplane = await connect(server);
    await backplane.claim("tea-room", true);
    const lease = { room: "tea-room", fence: 1 };
    backplane.store(lease, { set: { record: "x" }, remove: [] });
    await backplane.renew({ held: [lease], watched: [], peers: [] });
    await server.run(async (redis) => {
      const keys = await redis.keys("*");
      assertEquals(keys.length, 3);
      for (const key of keys) {
        const limitMs = key.startsWith("maru:room:") ? 86_400_000 : LEASE_MS;
        const remainingMs = await redis.pttl(key);
        assertLess(0, remainingMs);
        assertLess(remainingMs, limitMs + 1);
        assertEquals(key.includes("tea-room"), false);
      }
    });
    backplane.release(lease);
    await backplane.close();
  },
});
