import { assertEquals } from "@std/assert";
import { AmplificationLimiter } from "../../../../../ice/turn/server/amplification_limiter.ts";

Deno.test("AmplificationLimiter counts the bytes of a source per second", () => {
  const budget = new AmplificationLimiter(100, 7);
  const take = (nowMs: number) => budget.take("203.0.113.1", 50, nowMs);
  assertEquals([take(0), take(999), take(999)], [true, true, false]);
  assertEquals(take(1000), true);
});

Deno.test("AmplificationLimiter counts an IPv6 /64 as one source", () => {
  const budget = new AmplificationLimiter(100, 7);
  assertEquals(budget.take("2001:db8::1", 100, 0), true);
  assertEquals(budget.take("2001:db8::2", 100, 0), false);
});
