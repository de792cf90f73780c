import { assertEquals } from "@std/assert";
import { ExpiryQueue } from "../../../../../ice/turn/allocation/expiry_queue.ts";

Deno.test("ExpiryQueue.takeDue() returns each item once, in its second at the latest", () => {
  const queue = new ExpiryQueue<string>();
  queue.schedule("a", 1000);
  queue.schedule("b", 2999);
  assertEquals(queue.takeDue(999), []);
  assertEquals(queue.takeDue(1000), ["a"]);
  assertEquals(queue.takeDue(1999), []);
  assertEquals(queue.takeDue(2000), ["b"]);
  assertEquals(queue.takeDue(Infinity), []);
});

Deno.test("ExpiryQueue.schedule() keeps the earliest time of an item", () => {
  const queue = new ExpiryQueue<string>();
  queue.schedule("a", 5000);
  queue.schedule("a", 9000);
  queue.schedule("a", 3000);
  assertEquals(queue.takeDue(3000), ["a"]);
  queue.schedule("a", 9000);
  assertEquals(queue.takeDue(8999), []);
  assertEquals(queue.takeDue(9000), ["a"]);
});

Deno.test("ExpiryQueue.remove() forgets an item", () => {
  const queue = new ExpiryQueue<string>();
  queue.schedule("a", 1000);
  queue.remove("a");
  queue.remove("b");
  assertEquals(queue.takeDue(Infinity), []);
});
