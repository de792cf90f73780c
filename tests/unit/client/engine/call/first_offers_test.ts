import { assertEquals } from "@std/assert";
import {
  ANSWER_WAIT_MS,
  FirstOffers,
} from "../../../../../client/engine/call/first_offers.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeStream } from "../../fakes/fake_media.ts";

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
  return { clock, offers, ended, connected };
}

/** Members of a room; those with tracks have an audio stream. */
const members = (withTracks: readonly string[]) =>
  ["a", "b", "c"].map((id) => ({
    id,
    audio: withTracks.includes(id) ? makeFakeStream([]) : null,
  }));

Deno.test("FirstOffers.watch() resolves with the tracks of the member's answer, or when it is connected", async () => {
  const { offers, ended, connected } = setUp();
  offers.onSent("description", description("offer"), "a");
  offers.update(members(["c"]));
  await settlePromises();
  assertEquals(ended, []);
  offers.update(members(["a", "c"]));
  await settlePromises();
  assertEquals(ended, ["a"]);
  connected.resolve();
  await settlePromises();
  assertEquals(ended, ["a", "b"]);
});

Deno.test("FirstOffers.watch() does not resolve with the tracks of an offer, which is not answered yet", async () => {
  const { offers, ended } = setUp();
  offers.update(members(["a"]));
  offers.onSent("description", description("answer"), "a");
  offers.update(members(["a"]));
  await settlePromises();
  assertEquals(ended, []);
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
