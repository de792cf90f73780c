import { assertEquals } from "@std/assert";
import { LinkShaper } from "../../natlab/link_shaper.ts";

const never = () => 0.999;

Deno.test("A link without properties passes a packet at once", () => {
  assertEquals(new LinkShaper({}, never).admit(1500, 7), 7);
});

Deno.test("A delay applies to each packet, and a shorter one keeps the order", () => {
  const shaper = new LinkShaper({ delayMs: 200 }, never);
  assertEquals(shaper.admit(100, 0), 200);
  assertEquals(shaper.admit(100, 5), 205);
  shaper.setShape({});
  assertEquals(shaper.admit(100, 10), 205);
  assertEquals(shaper.admit(100, 300), 300);
});

Deno.test("Packets leave at the rate of the link and wait in a bounded queue", () => {
  // 1000 bytes need 8 ms at 1000 kbit/s.
  const shape = { kbitPerSecond: 1000, queueMs: 16 };
  const shaper = new LinkShaper(shape, never);
  const due = [0, 0, 0, 0, 0].map((nowMs) => shaper.admit(1000, nowMs));
  assertEquals(due, [8, 16, 24, null, null]);
  assertEquals(shaper.admit(1000, 8), 32);
});

Deno.test("The share of lost packets is that of the link", () => {
  const numbers = [0.1, 0.299, 0.3, 0.9];
  const shaper = new LinkShaper(
    { lossPercent: 30 },
    () => numbers.shift() ?? 1,
  );
  const due = [1, 2, 3, 4].map((nowMs) => shaper.admit(100, nowMs));
  assertEquals(due, [null, null, 3, 4]);
});
