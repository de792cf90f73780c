import { assertEquals } from "@std/assert";
import { SendRateLimiter } from "../../../../../client/engine/signaling/send_rate_limiter.ts";

Deno.test("SendRateLimiter allows a burst of two seconds, then the rate", () => {
  const pace = new SendRateLimiter(50, 1000);
  for (let i = 0; i < 100; i++) assertEquals(pace.take(1000), 0);
  assertEquals(pace.take(1000), 20);
  assertEquals(pace.take(1019), 1);
  assertEquals(pace.take(1020), 0);
});

Deno.test("SendRateLimiter refills up to the burst", () => {
  const pace = new SendRateLimiter(50, 0);
  for (let i = 0; i < 100; i++) pace.take(0);
  let granted = 0;
  while (pace.take(1_000_000) === 0) granted++;
  assertEquals(granted, 100);
});
