import { assertEquals } from "@std/assert";
import {
  ANSWER_WAIT_MS,
  FirstOffers,
} from "../../../../../client/engine/call/first_offers.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

const description = (type: string) => ({ description: { type, sdp: "" } });

/** Watches two members; `ended` has those whose promise is resolved. */
function setUp() {
  const clock = new FakeClock();
  const offers = new FirstOffers(clock);
  const ended: string[] = [];
  const connected = Promise.withResolvers<void>();
  for (const id of ["a", "b"]) {
    void offers.watch(id, connected.promise).then(() => ended.push(id));
  }
  const receive = (event: string, data: unknown, from: string) =>
    offers.onReceived({ event, data, from });
  return { clock, offers, ended, connected, receive };
}

Deno.test("FirstOffers.watch() resolves with the answer of the member, or when it is connected", async () => {
  const { offers, ended, connected, receive } = setUp();
  offers.onSent("description", description("offer"), "a");
  receive("candidate", {}, "a");
  receive("description", description("offer"), "a");
  receive("description", description("answer"), "c");
  await settlePromises();
  assertEquals(ended, []);
  receive("description", description("answer"), "a");
  await settlePromises();
  assertEquals(ended, ["a"]);
  connected.resolve();
  await settlePromises();
  assertEquals(ended, ["a", "b"]);
});

Deno.test("FirstOffers.watch() waits a limited time for the answer to our offer", async () => {
  const { clock, offers, ended } = setUp();
  offers.onSent("info", { name: "Ann" }, "a");
  offers.onSent("description", description("answer"), "a");
  clock.advance(10 * ANSWER_WAIT_MS);
  offers.onSent("description", description("offer"), "a");
  clock.advance(ANSWER_WAIT_MS - 1);
  await settlePromises();
  assertEquals(ended, []);
  clock.advance(1);
  await settlePromises();
  assertEquals(ended, ["a"]);
});
