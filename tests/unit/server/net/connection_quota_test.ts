import { assertEquals, assertThrows } from "@std/assert";
import { ConnectionQuota } from "../../../../server/net/connection_quota.ts";

Deno.test("ConnectionQuota counts per address and in total, until release()", () => {
  const quota = new ConnectionQuota({
    maxConnections: 3,
    maxConnectionsPerAddress: 2,
  });
  assertEquals(quota.acquire("a"), null);
  assertEquals(quota.acquire("a"), null);
  assertEquals(quota.acquire("a"), "address");
  assertEquals(quota.acquire("b"), null);
  assertEquals(quota.acquire("c"), "total");
  quota.release("a");
  assertEquals(quota.acquire("c"), null);
  assertEquals(quota.total, 3);
});

Deno.test("ConnectionQuota.release() throws for an address without a slot", () => {
  const quota = new ConnectionQuota({
    maxConnections: 1,
    maxConnectionsPerAddress: 1,
  });
  assertThrows(() => quota.release("a"), RangeError);
});
