import { assert, assertEquals, assertThrows } from "@std/assert";
import { RateLimiter } from "../../../../server/net/rate_limiter.ts";

function createLimiter(maxKeys = 10): RateLimiter {
  return new RateLimiter({ burst: 3, perSecond: 2, maxKeys });
}

Deno.test("RateLimiter.take() allows a burst, then returns the time to wait", () => {
  const rate = createLimiter();
  assertEquals([1, 2, 3, 4].map(() => rate.take("a", 0)), [0, 0, 0, 500]);
  assertEquals(rate.take("a", 499), 1);
  assertEquals(rate.take("a", 500), 0);
  assertEquals(rate.take("a", 501), 499);
});

Deno.test("RateLimiter.take() counts each key separately", () => {
  const rate = createLimiter();
  for (let i = 0; i < 4; i++) rate.take("a", 0);
  assertEquals(rate.take("b", 0), 0);
});

Deno.test("RateLimiter.take() never accumulates more than one burst", () => {
  const rate = createLimiter();
  rate.take("a", 0);
  const takes = [1, 2, 3, 4].map(() => rate.take("a", 1_000_000));
  assertEquals(takes, [0, 0, 0, 500]);
});

Deno.test("RateLimiter.take() adds nothing when the clock goes back", () => {
  const rate = createLimiter();
  for (let i = 0; i < 3; i++) rate.take("a", 1000);
  assert(rate.take("a", 0) > 0);
});

Deno.test("RateLimiter keeps at most maxKeys keys and drops the least recently used", () => {
  const rate = createLimiter(2);
  for (let i = 0; i < 3; i++) rate.take("a", 0);
  rate.take("b", 0);
  assert(rate.take("a", 0) > 0);
  rate.take("c", 0);
  assertEquals(rate.size, 2);
  assert(rate.take("a", 0) > 0);
  for (let i = 0; i < 1000; i++) rate.take(`key-${i}`, 0);
  assertEquals(rate.size, 2);
});

Deno.test("RateLimiter refuses numbers that are not above zero", () => {
  const zero = { burst: 3, perSecond: 0, maxKeys: 1 };
  assertThrows(() => new RateLimiter(zero), RangeError, "perSecond");
});
