import { assertEquals } from "@std/assert";
import { processTreeOf } from "../../../../bench/client/processes.ts";

Deno.test("familyOf() finds all that descend from a process, and no other", () => {
  const parents = new Map([[2, 1], [3, 2], [5, 3], [4, 1], [6, 99]]);
  assertEquals(processTreeOf(2, parents).toSorted(), [2, 3, 5]);
  assertEquals(processTreeOf(6, parents), [6]);
});

Deno.test("familyOf() ends where two processes claim each other", () => {
  const parents = new Map([[2, 3], [3, 2]]);
  assertEquals(processTreeOf(2, parents).toSorted(), [2, 3]);
});
