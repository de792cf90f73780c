import { assertEquals } from "@std/assert";
import { DEFAULT_TURN_LIMITS } from "../../../../../ice/turn/server/turn_limits.ts";
import { RelayQuota } from "../../../../../ice/turn/allocation/allocation_quota.ts";

const LIMITS = {
  ...DEFAULT_TURN_LIMITS,
  maxAllocations: 5,
  maxAllocationsPerUser: 3,
  maxAllocationsPerIp: 4,
};

const ONE = { hostname: "203.0.113.1", isAnonymous: false };
const TWO = { hostname: "203.0.113.2", isAnonymous: false };

Deno.test("RelayQuota.acquire() takes all or none, and names the limit that was reached", () => {
  const quota = new RelayQuota(LIMITS);
  const u = { user: "u", ...ONE };
  const v = { user: "v", ...ONE };
  const w = { user: "w", ...TWO };
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
  const u = { user: "u", ...ONE };
  quota.acquire(u, 3);
  quota.release(u, 1);
  assertEquals(quota.acquire(u, 2), "user");
  assertEquals(quota.acquire(u, 1), null);
  quota.release(u, 3);
  assertEquals(quota.total, 0);
});

Deno.test("RelayQuota.transfer() moves a port or changes nothing", () => {
  const quota = new RelayQuota(LIMITS);
  const u = { user: "u", ...ONE };
  const v = { user: "v", ...TWO };
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

Deno.test("RelayQuota keeps a share of the ports from anonymous credentials", () => {
  const quota = new RelayQuota({ ...LIMITS, maxAnonymousAllocations: 2 });
  const anonymous = {
    user: "anon-any",
    hostname: "203.0.113.1",
    isAnonymous: true,
  };
  assertEquals(quota.acquire(anonymous, 2), null);
  assertEquals(quota.acquire(anonymous, 1), "anonymous");
  assertEquals(quota.acquire({ user: "u", ...TWO }, 3), null);
  quota.release(anonymous, 1);
  assertEquals(quota.acquire(anonymous, 1), null);
});

Deno.test("RelayQuota leaves ports to others whatever a few networks take", () => {
  const quota = new RelayQuota({
    ...DEFAULT_TURN_LIMITS,
    maxAllocationsPerUser: 4096,
  });
  const networks = Array.from({ length: 8 }, (_, at) => ({
    user: `u${at}`,
    hostname: `203.0.113.${at}`,
    isAnonymous: false,
  }));
  const counts = networks.map(() => 0);
  for (let round = 0; round < 4096; round++) {
    networks.forEach((holder, at) => {
      if (quota.acquire(holder, 1) === null) counts[at] = (counts[at] ?? 0) + 1;
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  assertEquals(quota.total, total);
  assertEquals(total < 3000, true, `${total} taken`);
  const newcomer = {
    user: "new",
    hostname: "198.51.100.1",
    isAnonymous: false,
  };
  for (let port = 0; port < 64; port++) {
    assertEquals(quota.acquire(newcomer, 1), null);
  }
});

Deno.test("RelayQuota lets one network have its whole limit while most ports are free", () => {
  const quota = new RelayQuota({
    ...DEFAULT_TURN_LIMITS,
    maxAllocationsPerUser: 4096,
  });
  const holder = { user: "u", ...ONE };
  for (let port = 0; port < 512; port++) {
    assertEquals(quota.acquire(holder, 1), null);
  }
  assertEquals(quota.acquire(holder, 1), "address");
});
