import { assertEquals } from "@std/assert";
import { sortByHand } from "../../../../../client/view/members/member_order.ts";

const MEMBERS = ["a", "b", "c", "d"].map((id) => ({ id }));

Deno.test.each([
  { hands: [], order: "abcd" },
  { hands: ["c"], order: "cabd" },
  { hands: ["d", "b"], order: "dbac" },
  { hands: ["x", "b"], order: "bacd" },
])("sortByHand() puts $hands first and keeps the others: $order", (c) => {
  const sorted = sortByHand(MEMBERS, { hands: c.hands });
  assertEquals(sorted.map(({ id }) => id).join(""), c.order);
});
