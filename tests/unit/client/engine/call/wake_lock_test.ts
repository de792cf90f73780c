import { assertEquals } from "@std/assert";
import {
  type Sentinel,
  WakeLock,
} from "../../../../../client/engine/call/wake_lock.ts";
import { settle } from "../../fakes/fake_clock.ts";

/** Locks that a test can take away. */
function setUp() {
  const given: { released: boolean; release(): Promise<void> }[] = [];
  const world = { asked: 0, refuses: false };
  const lock = new WakeLock(() => {
    world.asked++;
    if (world.refuses) return Promise.reject(new DOMException("no"));
    const sentinel = {
      released: false,
      release() {
        this.released = true;
        return Promise.resolve();
      },
    };
    given.push(sentinel);
    return Promise.resolve(sentinel as unknown as Sentinel);
  });
  return { given, world, lock };
}

Deno.test("WakeLock asks again when the lock was taken away, and only then", async () => {
  const { given, world, lock } = setUp();
  await lock.look();
  assertEquals(world.asked, 0);
  await lock.hold();
  await lock.look();
  assertEquals([world.asked, lock.isHeld], [1, true]);
  await given[0]?.release();
  assertEquals(lock.isHeld, false);
  await lock.look();
  assertEquals([world.asked, lock.isHeld], [2, true]);
});

Deno.test("WakeLock lets go, also of a lock that comes too late", async () => {
  const { given, world, lock } = setUp();
  await lock.hold();
  await lock.release();
  await lock.look();
  assertEquals([world.asked, given[0]?.released], [1, true]);
  const held = lock.hold();
  const released = lock.release();
  await Promise.all([held, released]);
  await settle();
  assertEquals([lock.isHeld, given.every((g) => g.released)], [false, true]);
});

Deno.test("WakeLock takes a refusal in silence and asks again later", async () => {
  const { world, lock } = setUp();
  world.refuses = true;
  await lock.hold();
  assertEquals(lock.isHeld, false);
  world.refuses = false;
  await lock.look();
  assertEquals(lock.isHeld, true);
});

Deno.test("WakeLock does nothing where the browser has none", async () => {
  const lock = new WakeLock(undefined);
  await lock.hold();
  await lock.release();
  assertEquals(lock.isHeld, false);
});
