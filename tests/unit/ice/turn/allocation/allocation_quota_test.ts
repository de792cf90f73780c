import { assertEquals } from "@std/assert";
import { AnswerBudget } from "../../../../../ice/turn/server/amplification_limiter.ts";
import { ByteRate } from "../../../../../ice/turn/relay/byte_rate.ts";
import { DEFAULT_TURN_LIMITS } from "../../../../../ice/turn/server/turn_limits.ts";
import {
  networkOf,
  Quota,
} from "../../../../../ice/turn/allocation/allocation_quota.ts";

const LIMITS = {
  ...DEFAULT_TURN_LIMITS,
  maxRelays: 5,
  maxRelaysPerUser: 3,
  maxRelaysPerAddress: 4,
};

Deno.test("Quota.take() takes all or nothing, and names the share that is used up", () => {
  const quota = new Quota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  const v = { user: "v", hostname: "203.0.113.1" };
  const w = { user: "w", hostname: "203.0.113.2" };
  assertEquals(quota.take(u, 2), null);
  assertEquals(quota.take(u, 2), "user");
  assertEquals(quota.take(v, 3), "address");
  assertEquals(quota.take(v, 2), null);
  assertEquals(quota.take(w, 2), "total");
  assertEquals(quota.total, 4);
  assertEquals(quota.take(w, 1), null);
});

Deno.test("Quota.release() makes room again", () => {
  const quota = new Quota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  quota.take(u, 3);
  quota.release(u, 1);
  assertEquals(quota.take(u, 2), "user");
  assertEquals(quota.take(u, 1), null);
  quota.release(u, 3);
  assertEquals(quota.total, 0);
});

Deno.test("Quota.move() hands a port over, or changes nothing", () => {
  const quota = new Quota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  const v = { user: "v", hostname: "203.0.113.2" };
  quota.take(u, 2);
  quota.take(v, 3);
  assertEquals(quota.move(u, v), "user");
  assertEquals(quota.total, 5);
  quota.release(v, 1);
  assertEquals(quota.move(u, v), null);
  assertEquals(quota.total, 4);
  assertEquals(quota.move(v, v), null);
  assertEquals([quota.take(v, 1), quota.take(u, 1)], ["user", null]);
});

Deno.test.each([
  { hostname: "203.0.113.1", network: "203.0.113.1" },
  { hostname: "2001:db8:1:2:3:4:5:6", network: "2001:db8:1:2" },
  { hostname: "2001:db8:1:2::6", network: "2001:db8:1:2" },
  { hostname: "2001:db8::6", network: "2001:db8:0:0" },
  { hostname: "::1", network: "0:0:0:0" },
  { hostname: "1::2:3:4:5:6:7", network: "1:0:2:3" },
  { hostname: "2001:db8::", network: "2001:db8:0:0" },
])("networkOf() counts $hostname as $network", (c) => {
  assertEquals(networkOf(c.hostname), c.network);
});

Deno.test("ByteRate lets a second's bytes through at once and refills by time", () => {
  const rate = new ByteRate(1000, 0);
  assertEquals([rate.take(1000, 0), rate.take(1, 0)], [true, false]);
  assertEquals([rate.take(100, 99), rate.take(100, 100)], [false, true]);
  assertEquals([rate.take(1001, 9999), rate.take(1000, 9999)], [false, true]);
});

Deno.test("ByteRate does not refill when the clock goes back", () => {
  const rate = new ByteRate(1000, 5000);
  rate.take(1000, 5000);
  assertEquals(rate.take(1, 4000), false);
  assertEquals(rate.take(500, 5500), true);
});

Deno.test("AnswerBudget counts a source's bytes by the second", () => {
  const budget = new AnswerBudget(100, 7);
  const take = (nowMs: number) => budget.take("203.0.113.1", 50, nowMs);
  assertEquals([take(0), take(999), take(999)], [true, true, false]);
  assertEquals(take(1000), true);
});

Deno.test("AnswerBudget counts an IPv6 /64 as one source", () => {
  const budget = new AnswerBudget(100, 7);
  assertEquals(budget.take("2001:db8::1", 100, 0), true);
  assertEquals(budget.take("2001:db8::2", 100, 0), false);
});
