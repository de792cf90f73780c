import { assertEquals } from "@std/assert";
import { ExpiringMap } from "../../../../signaling/room/expiring_map.ts";

Deno.test("ExpiringMap.get() returns an entry until it expires", () => {
  const map = new ExpiringMap<string>(10);
  map.set("a", "value", 100, 0);
  assertEquals(map.get("a", 99), "value");
  assertEquals(map.get("a", 100), undefined);
  assertEquals(map.get("b", 0), undefined);
});

Deno.test("ExpiringMap.set() drops the oldest entries beyond its limit and returns their keys", () => {
  const map = new ExpiringMap<number>(2);
  assertEquals(map.set("a", 1, 100, 0), []);
  assertEquals(map.set("b", 2, 100, 0), []);
  assertEquals(map.set("c", 3, 100, 0), ["a"]);
  assertEquals([...map.entries()], [["b", 2, 100], ["c", 3, 100]]);
});

Deno.test("ExpiringMap.set() drops expired entries and returns their keys", () => {
  const map = new ExpiringMap<number>(10);
  map.set("a", 1, 100, 0);
  map.set("b", 2, 200, 0);
  assertEquals(map.set("c", 3, 300, 100), ["a"]);
  assertEquals(map.size, 2);
});

Deno.test("ExpiringMap.set() makes an entry the newest when it is set again", () => {
  const map = new ExpiringMap<number>(2);
  map.set("a", 1, 100, 0);
  map.set("b", 2, 100, 0);
  map.set("a", 3, 100, 0);
  assertEquals(map.set("c", 4, 100, 0), ["b"]);
  assertEquals(map.get("a", 1), 3);
});

Deno.test("ExpiringMap.delete() removes an entry", () => {
  const map = new ExpiringMap<number>(2);
  map.set("a", 1, 100, 0);
  map.delete("a");
  map.delete("b");
  assertEquals([map.get("a", 1), map.size], [undefined, 0]);
});
