import { assert, assertEquals, assertThrows } from "@std/assert";
import { RateLimiter } from "../../../../server/net/rate_limiter.ts";

function limit(maxKeys = 10): RateLimiter {
  return new RateLimiter({ burst: 3, perSecond: 2, maxKeys });
}

Deno.test("RateLimiter.take() lets a burst pass and then says how long to wait", () => {
  const rate = limit();
  assertEquals([1, 2, 3, 4].map(() => rate.take("a", 0)), [0, 0, 0, 500]);
  assertEquals(rate.take("a", 499), 1);
  assertEquals(rate.take("a", 500), 0);
  assertEquals(rate.take("a", 501), 499);
});

Deno.test("RateLimiter.take() counts each key for itself", () => {
  const rate = limit();
  for (let i = 0; i < 4; i++) rate.take("a", 0);
  assertEquals(rate.take("b", 0), 0);
});

Deno.test("RateLimiter.take() never saves more than one burst", () => {
  const rate = limit();
  rate.take("a", 0);
  const takes = [1, 2, 3, 4].map(() => rate.take("a", 1_000_000));
  assertEquals(takes, [0, 0, 0, 500]);
});

Deno.test("RateLimiter.take() gives nothing for a clock that goes back", () => {
  const rate = limit();
  for (let i = 0; i < 3; i++) rate.take("a", 1000);
  assert(rate.take("a", 0) > 0);
});

Deno.test("RateLimiter remembers so many keys and forgets the oldest first", () => {
  const rate = limit(2);
  for (let i = 0; i < 3; i++) rate.take("a", 0);
  rate.take("b", 0);
  assert(rate.take("a", 0) > 0);
  rate.take("c", 0);
  assertEquals(rate.size, 2);
  assert(rate.take("a", 0) > 0);
  for (let i = 0; i < 1000; i++) rate.take(`key-${i}`, 0);
  assertEquals(rate.size, 2);
});

Deno.test("RateLimiter wants numbers above zero", () => {
  const zero = { burst: 3, perSecond: 0, maxKeys: 1 };
  assertThrows(() => new RateLimiter(zero), RangeError, "perSecond");
});
