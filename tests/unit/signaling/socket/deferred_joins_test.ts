import { assertEquals } from "@std/assert";
import {
  DEFERRED_JOIN_TIMEOUT_MS,
  DeferredJoins,
} from "../../../../signaling/socket/deferred_joins.ts";

function joinFrom(quotaKey: string) {
  const client = {
    address: quotaKey,
    quotaKey,
    host: "localhost",
    isDirect: true,
    isForwarded: false,
  };
  return { client, countsReceived: true, attempt: null };
}

function filled(): DeferredJoins<string> {
  const joins = new DeferredJoins<string>();
  joins.add("a", joinFrom("192.0.2.1"), 0);
  joins.add("b", joinFrom("192.0.2.2"), 1);
  joins.add("c", joinFrom("192.0.2.2"), 2);
  return joins;
}

Deno.test("DeferredJoins.expired() has the sockets whose time is over", () => {
  const joins = filled();
  assertEquals(joins.expired(DEFERRED_JOIN_TIMEOUT_MS - 1), []);
  assertEquals(joins.expired(DEFERRED_JOIN_TIMEOUT_MS), ["a"]);
  assertEquals(joins.expired(DEFERRED_JOIN_TIMEOUT_MS + 1), ["a", "b"]);
});

Deno.test("DeferredJoins.oldest() is that of one network, or of all", () => {
  const joins = filled();
  assertEquals(joins.oldest(null), "a");
  assertEquals(joins.oldest("192.0.2.2"), "b");
  assertEquals(joins.oldest("192.0.2.3"), null);
});

Deno.test("DeferredJoins.remove() forgets a socket", () => {
  const joins = filled();
  joins.remove("a");
  assertEquals(joins.find("a"), null);
  assertEquals(joins.find("b")?.client.address, "192.0.2.2");
  assertEquals(joins.all(), ["b", "c"]);
});
