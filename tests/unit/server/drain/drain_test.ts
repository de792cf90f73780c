import { assertEquals } from "@std/assert";
import { Drain } from "../../../../server/drain/drain.ts";

/** A drain whose clock advances by what it sleeps, with a log of its effects. */
function setUp(
  { members = 2, allocations = 0, bytesPerSecond = [] as number[] } = {},
) {
  const effects: string[] = [];
  let nowMs = 0;
  let bytes = 0;
  const drain = new Drain({
    signaling: {
      socketCount: members,
      startDraining: (spreadMs) => effects.push(`spread ${spreadMs}`),
      closeSockets: () => effects.push(`close ${nowMs}`),
      handOver: () => effects.push(`hand over ${nowMs}`),
      waitForClose: (limitMs) => {
        nowMs += limitMs;
        return Promise.resolve();
      },
    },
    ice: () => ({
      startDraining: () => effects.push("relay"),
      stats: () => ({
        allocations,
        relayed: {
          toPeers: 0,
          toPeersBytes: bytes,
          toClients: 0,
          toClientsBytes: 0,
        },
      }),
    }),
    log: { info: () => {} },
    relayMs: 5_000,
    nowMs: () => nowMs,
    sleep: (ms) => {
      nowMs += ms;
      bytes += (bytesPerSecond.shift() ?? 50_000) * ms / 1000;
      return Promise.resolve();
    },
  });
  return { drain, effects, elapsedMs: () => nowMs };
}

Deno.test("Drain.run() refuses allocations and sends the members away, once", async () => {
  const { drain, effects } = setUp();
  assertEquals(drain.isDraining, false);
  const first = drain.run();
  assertEquals(drain.isDraining, true);
  await Promise.all([first, drain.run()]);
  assertEquals(effects, ["relay", "spread 20", "close 1000", "hand over 2000"]);
});

Deno.test("Drain.run() spreads the return of many members over some seconds", async () => {
  const { drain, effects } = setUp({ members: 500 });
  await drain.run();
  assertEquals(effects[1], "spread 5000");
  const large = setUp({ members: 5_000 });
  await large.drain.run();
  assertEquals(large.effects[1], "spread 5000");
});

Deno.test("Drain.run() ends when the members are gone and nothing is relayed", async () => {
  const { drain, elapsedMs } = setUp();
  await drain.run();
  assertEquals(elapsedMs(), 2_000);
});

Deno.test("Drain.run() lets calls use the relay until they have moved", async () => {
  const { drain, elapsedMs } = setUp({
    allocations: 2,
    bytesPerSecond: [90_000, 90_000, 599],
  });
  await drain.run();
  assertEquals(elapsedMs(), 3_500);
});

Deno.test("Drain.run() ends after DRAIN_SECONDS while calls still use the relay", async () => {
  const { drain, elapsedMs } = setUp({ allocations: 2 });
  await drain.run();
  assertEquals(elapsedMs(), 5_000);
});

Deno.test("Drain.stop() ends the wait", async () => {
  const { drain, elapsedMs } = setUp({ allocations: 2 });
  drain.stop();
  await drain.run();
  assertEquals(elapsedMs(), 2_000);
});
