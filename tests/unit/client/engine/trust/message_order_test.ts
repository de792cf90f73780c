import { assertEquals } from "@std/assert";
import {
  MAX_EARLIER_SESSIONS,
  MessageOrder,
} from "../../../../../client/engine/trust/message_order.ts";

Deno.test("MessageOrder.accept() takes newer versions of a page only", () => {
  const order = new MessageOrder();
  const accepted = [3, 2, 3, 4, 1].map((version) =>
    order.accept("a", { session: "page", version })
  );
  assertEquals(accepted, [true, false, false, true, false]);
});

Deno.test("MessageOrder.accept() takes the profile of a reloaded page, and none of the page before", () => {
  const order = new MessageOrder();
  assertEquals(order.accept("a", { session: "first", version: 9 }), true);
  assertEquals(order.accept("a", { session: "second", version: 0 }), true);
  assertEquals(order.accept("a", { session: "first", version: 10 }), false);
  assertEquals(order.accept("a", { session: "second", version: 1 }), true);
});

Deno.test("MessageOrder.accept() takes every profile of a page without versions", () => {
  const order = new MessageOrder();
  const plain = { session: "", version: 0 };
  assertEquals(order.accept("a", plain), true);
  assertEquals(order.accept("a", { session: "page", version: 2 }), true);
  assertEquals(order.accept("a", plain), true);
  assertEquals(order.accept("a", { session: "page", version: 1 }), false);
  assertEquals(order.accept("a", { session: "page", version: 3 }), true);
});

Deno.test("MessageOrder keeps members apart, and forgets one that was removed", () => {
  const order = new MessageOrder();
  order.accept("a", { session: "page", version: 5 });
  assertEquals(order.accept("b", { session: "page", version: 1 }), true);
  order.remove("a");
  assertEquals(order.accept("a", { session: "page", version: 1 }), true);
});

Deno.test("MessageOrder remembers a bounded number of earlier pages", () => {
  const order = new MessageOrder();
  for (let page = 0; page <= MAX_EARLIER_SESSIONS + 1; page++) {
    order.accept("a", { session: `page ${page}`, version: 0 });
  }
  const isKnown = (page: number) =>
    !order.accept("a", { session: `page ${page}`, version: 1 });
  assertEquals(isKnown(1), true);
  assertEquals(isKnown(0), false);
});
