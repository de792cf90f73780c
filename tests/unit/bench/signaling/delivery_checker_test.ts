import { assertEquals } from "@std/assert";
import { DeliveryChecker } from "../../../../bench/signaling/delivery_checker.ts";

Deno.test("DeliveryChecker finds no fault when each other member gets each message in order", () => {
  const checker = new DeliveryChecker(2, 3);
  for (let sequence = 0; sequence < 3; sequence++) {
    assertEquals(checker.recordDelivery(3, 4, sequence), null);
    assertEquals(checker.recordDelivery(5, 4, sequence), null);
  }
  assertEquals(checker.faultCounts.size, 0);
});

Deno.test.each([
  { breach: "own", receiver: 1, sender: 1, sequence: 0 },
  { breach: "foreign-room", receiver: 0, sender: 3, sequence: 0 },
  { breach: "twice", receiver: 0, sender: 1, sequence: 1 },
  { breach: "skipped", receiver: 0, sender: 1, sequence: 3 },
])("DeliveryChecker calls it $breach", (c) => {
  const checker = new DeliveryChecker(2, 3);
  checker.recordDelivery(0, 1, 0);
  checker.recordDelivery(0, 1, 1);
  const found: string | null = checker.recordDelivery(
    c.receiver,
    c.sender,
    c.sequence,
  );
  assertEquals(found, c.breach);
  assertEquals([...checker.faultCounts.values()], [1]);
});

Deno.test("DeliveryChecker counts a gap once and continues after it", () => {
  const checker = new DeliveryChecker(1, 2);
  checker.recordDelivery(0, 1, 2);
  assertEquals(checker.recordDelivery(0, 1, 3), null);
  assertEquals([...checker.faultCounts], [["skipped", 1]]);
});
