import { assertEquals } from "@std/assert";
import { FirstOffers } from "../../../../../client/engine/call/first_offers.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";

Deno.test("FirstOffers.watch() resolves with our offer to the member, or when it is connected", async () => {
  const offers = new FirstOffers();
  const ended: string[] = [];
  const connected = Promise.withResolvers<void>();
  const watch = (id: string) =>
    void offers.watch(id, connected.promise).then(() => ended.push(id));
  watch("a");
  watch("b");
  const description = (type: string) => ({ description: { type, sdp: "" } });
  offers.onSent("info", { name: "Ann" }, "a");
  offers.onSent("description", description("answer"), "a");
  offers.onSent("description", description("offer"), "c");
  await settlePromises();
  assertEquals(ended, []);
  offers.onSent("description", description("offer"), "a");
  await settlePromises();
  assertEquals(ended, ["a"]);
  connected.resolve();
  await settlePromises();
  assertEquals(ended, ["a", "b"]);
});
