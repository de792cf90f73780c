import { assertEquals } from "@std/assert";
import {
  ScreenWakeLock,
  type WakeLockSentinelLike,
} from "../../../../../client/engine/call/screen_wake_lock.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";

/** Wake locks that a test can release. */
function setUp() {
  const given: { released: boolean; release(): Promise<void> }[] = [];
  const world = { asked: 0, refuses: false };
  const lock = new ScreenWakeLock(() => {
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
    return Promise.resolve(sentinel as unknown as WakeLockSentinelLike);
  });
  return { given, world, lock };
}

Deno.test("ScreenWakeLock requests the lock again only after the browser released it", async () => {
  const { given, world, lock } = setUp();
  await lock.reacquire();
  assertEquals(world.asked, 0);
  await lock.acquire();
  await lock.reacquire();
  assertEquals([world.asked, lock.isHeld], [1, true]);
  await given[0]?.release();
  assertEquals(lock.isHeld, false);
  await lock.reacquire();
  assertEquals([world.asked, lock.isHeld], [2, true]);
});

Deno.test("ScreenWakeLock.release() also releases a lock that is granted later", async () => {
  const { given, world, lock } = setUp();
  await lock.acquire();
  await lock.release();
  await lock.reacquire();
  assertEquals([world.asked, given[0]?.released], [1, true]);
  const held = lock.acquire();
  const released = lock.release();
  await Promise.all([held, released]);
  await settlePromises();
  assertEquals([lock.isHeld, given.every((g) => g.released)], [false, true]);
});

Deno.test("ScreenWakeLock ignores a refusal and requests again later", async () => {
  const { world, lock } = setUp();
  world.refuses = true;
  await lock.acquire();
  assertEquals(lock.isHeld, false);
  world.refuses = false;
  await lock.reacquire();
  assertEquals(lock.isHeld, true);
});

Deno.test("ScreenWakeLock does nothing where the browser does not support it", async () => {
  const lock = new ScreenWakeLock(undefined);
  await lock.acquire();
  await lock.release();
  assertEquals(lock.isHeld, false);
});
