import { assertEquals, assertThrows } from "@std/assert";
import { ConnectionQuota } from "../../../../server/net/connection_quota.ts";

Deno.test("ConnectionQuota counts per address and in all, and gives back", () => {
  const quota = new ConnectionQuota({
    maxConnections: 3,
    maxConnectionsPerAddress: 2,
  });
  assertEquals(quota.acquire("a"), null);
  assertEquals(quota.acquire("a"), null);
  assertEquals(quota.acquire("a"), "too-many-from-address");
  assertEquals(quota.acquire("b"), null);
  assertEquals(quota.acquire("c"), "too-many-connections");
  quota.release("a");
  assertEquals(quota.acquire("c"), null);
  assertEquals(quota.total, 3);
});

Deno.test("ConnectionQuota throws when a place is released that nobody holds", () => {
  const quota = new ConnectionQuota({
    maxConnections: 1,
    maxConnectionsPerAddress: 1,
  });
  assertThrows(() => quota.release("a"), RangeError);
});
