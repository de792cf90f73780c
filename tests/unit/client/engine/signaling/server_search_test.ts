import { assertEquals } from "@std/assert";
import {
  FIRST_LOOK_MS,
  MAX_LOOK_MS,
  ServerSearch,
} from "../../../../../client/engine/signaling/server_search.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settle } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const store = new Store({ isLooking: false, hasLooked: false });
  const world = { isThere: false, asked: 0, found: 0 };
  const search = new ServerSearch(store, {
    clock,
    ask: () => {
      world.asked++;
      return world.isThere
        ? Promise.resolve({ ok: true })
        : Promise.reject(new TypeError("away"));
    },
    onFound: () => world.found++,
  });
  return { clock, store, world, search };
}

Deno.test("The search looks at growing distances until the server is there", async () => {
  const { clock, world, search, store } = setUp();
  search.start();
  clock.advance(FIRST_LOOK_MS - 1);
  assertEquals(world.asked, 0);
  clock.advance(1);
  assertEquals([world.asked, store.get().isLooking], [1, true]);
  await settle();
  assertEquals(store.get(), { isLooking: false, hasLooked: true });
  clock.advance(FIRST_LOOK_MS * 2 - 1);
  assertEquals(world.asked, 1);
  clock.advance(1);
  await settle();
  assertEquals(world.asked, 2);
  world.isThere = true;
  clock.advance(FIRST_LOOK_MS * 4);
  await settle();
  assertEquals([world.asked, world.found], [3, 1]);
  clock.advance(10 * MAX_LOOK_MS);
  await search.look();
  assertEquals([world.asked, world.found], [3, 1]);
});

Deno.test("The search never waits longer than its limit", async () => {
  const { clock, world, search } = setUp();
  search.start();
  for (let i = 0; i < 8; i++) {
    clock.advance(MAX_LOOK_MS);
    await settle();
  }
  const before = world.asked;
  clock.advance(MAX_LOOK_MS);
  await settle();
  assertEquals(world.asked, before + 1);
});

Deno.test("Who presses the button looks now, and once at a time", async () => {
  const { world, search } = setUp();
  search.start();
  const first = search.look();
  await search.look();
  assertEquals(world.asked, 1);
  await first;
  await search.look();
  assertEquals(world.asked, 2);
});
