import { assertEquals } from "@std/assert";
import { DEFAULT_TURN_LIMITS } from "../../../../../ice/turn/server/turn_limits.ts";
import { RelayQuota } from "../../../../../ice/turn/allocation/allocation_quota.ts";

const LIMITS = {
  ...DEFAULT_TURN_LIMITS,
  maxAllocations: 5,
  maxAllocationsPerUser: 3,
  maxAllocationsPerIp: 4,
};

Deno.test("RelayQuota.acquire() takes all or none, and names the limit that was reached", () => {
  const quota = new RelayQuota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  const v = { user: "v", hostname: "203.0.113.1" };
  const w = { user: "w", hostname: "203.0.113.2" };
  assertEquals(quota.acquire(u, 2), null);
  assertEquals(quota.acquire(u, 2), "user");
  assertEquals(quota.acquire(v, 3), "address");
  assertEquals(quota.acquire(v, 2), null);
  assertEquals(quota.acquire(w, 2), "total");
  assertEquals(quota.total, 4);
  assertEquals(quota.acquire(w, 1), null);
});

Deno.test("RelayQuota.release() frees ports", () => {
  const quota = new RelayQuota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  quota.acquire(u, 3);
  quota.release(u, 1);
  assertEquals(quota.acquire(u, 2), "user");
  assertEquals(quota.acquire(u, 1), null);
  quota.release(u, 3);
  assertEquals(quota.total, 0);
});

Deno.test("RelayQuota.transfer() moves a port or changes nothing", () => {
  const quota = new RelayQuota(LIMITS);
  const u = { user: "u", hostname: "203.0.113.1" };
  const v = { user: "v", hostname: "203.0.113.2" };
  quota.acquire(u, 2);
  quota.acquire(v, 3);
  assertEquals(quota.transfer(u, v), "user");
  assertEquals(quota.total, 5);
  quota.release(v, 1);
  assertEquals(quota.transfer(u, v), null);
  assertEquals(quota.total, 4);
  assertEquals(quota.transfer(v, v), null);
  assertEquals([quota.acquire(v, 1), quota.acquire(u, 1)], ["user", null]);
});
