import { assertEquals } from "@std/assert";
import {
  BURST_SECONDS,
  TokenBucket,
} from "../../../../server/net/token_bucket.ts";

Deno.test("TokenBucket lets a burst pass, then the rate", () => {
  const bucket = new TokenBucket(10, 0);
  for (let i = 0; i < 10 * BURST_SECONDS; i++) {
    assertEquals(bucket.take(1, 0), true);
  }
  assertEquals(bucket.take(1, 99), false);
  assertEquals(bucket.take(1, 100), true);
  assertEquals(bucket.take(1, 100), false);
});

Deno.test("TokenBucket takes all or nothing, and never fills over the burst", () => {
  const bucket = new TokenBucket(10, 0);
  assertEquals(bucket.take(41, 1_000_000), false);
  assertEquals(bucket.take(40, 1_000_000), true);
});

Deno.test("TokenBucket is not moved by a clock that goes back", () => {
  const bucket = new TokenBucket(10, 1000);
  assertEquals(bucket.take(40, 1000), true);
  assertEquals(bucket.take(1, 0), false);
  assertEquals(bucket.take(1, 1050), false);
  assertEquals(bucket.take(1, 1100), true);
});
