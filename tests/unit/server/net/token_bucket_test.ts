import { assertEquals } from "@std/assert";
import { TokenBucket } from "../../../../server/net/token_bucket.ts";

Deno.test("TokenBucket.take() allows a burst, then the rate", () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 40 }, 0);
  for (let i = 0; i < 40; i++) assertEquals(bucket.take(1, 0), true);
  assertEquals(bucket.take(1, 99), false);
  assertEquals(bucket.take(1, 100), true);
  assertEquals(bucket.take(1, 100), false);
});

Deno.test("TokenBucket.take() takes all or none, and never fills above the burst", () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 40 }, 0);
  assertEquals(bucket.take(41, 1_000_000), false);
  assertEquals(bucket.take(40, 1_000_000), true);
});

Deno.test("TokenBucket.take() counts bytes with a burst of one second", () => {
  const bucket = new TokenBucket({ perSecond: 1000, burst: 1000 }, 0);
  assertEquals([bucket.take(1000, 0), bucket.take(1, 0)], [true, false]);
  assertEquals([bucket.take(100, 99), bucket.take(100, 100)], [false, true]);
  assertEquals(
    [bucket.take(1001, 9999), bucket.take(1000, 9999)],
    [false, true],
  );
});

Deno.test("TokenBucket ignores a clock that goes back", () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 40 }, 1000);
  assertEquals(bucket.take(40, 1000), true);
  assertEquals(bucket.take(1, 0), false);
  assertEquals(bucket.take(1, 1050), false);
  assertEquals(bucket.take(1, 1100), true);
});

Deno.test("TokenBucket does not lose a fraction of a token between refills", () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, 0);
  assertEquals(bucket.take(1, 0), true);
  for (let nowMs = 1; nowMs < 1000; nowMs++) {
    assertEquals(bucket.take(1, nowMs), false);
  }
  assertEquals(bucket.take(1, 1000), true);
});

Deno.test("TokenBucket.waitMs() is the time until take() succeeds, and takes nothing", () => {
  const bucket = new TokenBucket({ perSecond: 3, burst: 6 }, 0);
  assertEquals(bucket.waitMs(6, 0), 0);
  assertEquals(bucket.take(6, 0), true);
  assertEquals(bucket.waitMs(1, 0), 334);
  assertEquals(bucket.take(1, 333), false);
  assertEquals(bucket.waitMs(1, 333), 1);
  assertEquals(bucket.take(1, 334), true);
  assertEquals(bucket.waitMs(7, 334), Infinity);
});
