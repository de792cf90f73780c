import { assertEquals } from "@std/assert";
import { retainKeys } from "../../../../client/engine/retain_keys.ts";

Deno.test("retainKeys() deletes what has no key among those given", () => {
  const map = new Map([["a", 1], ["b", 2], ["c", 3]]);
  retainKeys(map, new Set(["b", "d"]));
  assertEquals([...map], [["b", 2]]);
});
