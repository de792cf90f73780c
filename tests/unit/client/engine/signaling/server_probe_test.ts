import { assertEquals } from "@std/assert";
import {
  FIRST_PROBE_DELAY_MS,
  MAX_PROBE_DELAY_MS,
  ServerProbe,
} from "../../../../../client/engine/signaling/server_probe.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const store = new Store({ isProbing: false, hasFailed: false });
  const world = { isThere: false, asked: 0, found: 0 };
  const search = new ServerProbe(store, {
    clock,
    fetchHealth: () => {
      world.asked++;
      return world.isThere
        ? Promise.resolve({ ok: true })
        : Promise.reject(new TypeError("away"));
    },
    onReachable: () => world.found++,
  });
  return { clock, store, world, search };
}

Deno.test("ServerProbe polls with growing intervals until the server answers", async () => {
  const { clock, world, search, store } = setUp();
  search.start();
  clock.advance(FIRST_PROBE_DELAY_MS - 1);
  assertEquals(world.asked, 0);
  clock.advance(1);
  assertEquals([world.asked, store.get().isProbing], [1, true]);
  await settlePromises();
  assertEquals(store.get(), { isProbing: false, hasFailed: true });
  clock.advance(FIRST_PROBE_DELAY_MS * 2 - 1);
  assertEquals(world.asked, 1);
  clock.advance(1);
  await settlePromises();
  assertEquals(world.asked, 2);
  world.isThere = true;
  clock.advance(FIRST_PROBE_DELAY_MS * 4);
  await settlePromises();
  assertEquals([world.asked, world.found], [3, 1]);
  clock.advance(10 * MAX_PROBE_DELAY_MS);
  await search.probeNow();
  assertEquals([world.asked, world.found], [3, 1]);
});

Deno.test("ServerProbe never waits longer than its limit", async () => {
  const { clock, world, search } = setUp();
  search.start();
  for (let i = 0; i < 8; i++) {
    clock.advance(MAX_PROBE_DELAY_MS);
    await settlePromises();
  }
  const before = world.asked;
  clock.advance(MAX_PROBE_DELAY_MS);
  await settlePromises();
  assertEquals(world.asked, before + 1);
});

Deno.test("ServerProbe.probeNow() polls at once, one request at a time", async () => {
  const { world, search } = setUp();
  search.start();
  const first = search.probeNow();
  await search.probeNow();
  assertEquals(world.asked, 1);
  await first;
  await search.probeNow();
  assertEquals(world.asked, 2);
});

Deno.test("ServerProbe reports nothing after it was stopped", async () => {
  const { clock, world, search } = setUp();
  search.start();
  world.isThere = true;
  clock.advance(FIRST_PROBE_DELAY_MS);
  search.stop();
  await settlePromises();
  clock.advance(MAX_PROBE_DELAY_MS);
  assertEquals([world.asked, world.found], [1, 0]);
});
