/** Raised hands of a call, over real features. @module */
import { assertEquals } from "@std/assert";
import { MEMBER_TICK_MS } from "../../../../../client/engine/call/call.ts";
import { HAND_NOTICE_MS } from "../../../../../client/engine/call/raised_hands.ts";
import { SPOKEN_MS } from "../../../../../client/engine/call/spoken_hand.ts";
import { joinedCall } from "./call_fixture.ts";

Deno.test("Call shows the order of the server, and a notice for the hand of another", () => {
  const { store, receive, kinds } = joinedCall(["a", "b"]);
  receive("hands", { hands: ["b"], by: "b" });
  receive("hands", { hands: ["b", "me", "a"], by: "a" });
  assertEquals(store.get().hands, ["b", "me", "a"]);
  assertEquals(kinds(), ["hand-raised", "hand-raised"]);
});

Deno.test("Call asks the server to raise and lower hands, and changes nothing itself", () => {
  const { call, store, sent } = joinedCall(["a"]);
  call.hands.setRaised(true);
  call.hands.lower("a");
  assertEquals(sent.slice(-2), [
    { event: "hand", data: { raised: true } },
    { event: "lower-hand", data: { id: "a" } },
  ]);
  assertEquals(store.get().hands, []);
});

Deno.test("Call says who lowered our hand, unless we did", () => {
  const { receive, kinds, store } = joinedCall(["a"]);
  receive("hands", { hands: ["me"], by: "me" });
  receive("hands", { hands: [], by: "me" });
  assertEquals(kinds(), []);
  receive("hands", { hands: ["me"], by: "me" });
  receive("hands", { hands: [], by: "a" });
  assertEquals(kinds(), ["hand-lowered"]);
  assertEquals(store.get().notices[0]?.name, "a");
});

Deno.test("Call does not repeat the notice for a member that waves", () => {
  const { receive, clock, kinds } = joinedCall(["a"]);
  const wave = () => {
    receive("hands", { hands: ["a"], by: "a" });
    receive("hands", { hands: [], by: "a" });
  };
  wave();
  wave();
  assertEquals(kinds().length, 1);
  clock.advance(HAND_NOTICE_MS);
  wave();
  assertEquals(kinds(), ["hand-raised"]);
});

Deno.test("Call raises the hand again after a restart of the server, not after a resumed seat", () => {
  const { sent, receive, welcome, store } = joinedCall(["a"]);
  receive("hands", { hands: ["me"], by: "me" });
  const raises = () => sent.filter(({ event }) => event === "hand");
  welcome(["a"], { resumed: true, hands: [] });
  assertEquals([raises(), store.get().hands], [[], []]);
  receive("hands", { hands: ["me"], by: "me" });
  welcome(["a"], { hands: [] });
  assertEquals(raises(), [{ event: "hand", data: { raised: true } }]);
});

Deno.test("Call ignores hands that a member sends", () => {
  const { receive, store } = joinedCall(["a"]);
  receive("hands", { hands: ["a"], by: "a" }, "a");
  assertEquals(store.get().hands, []);
});

Deno.test("Call lowers our hand after we have spoken", () => {
  const { clock, sent, store, receive } = joinedCall(["a"]);
  const lowered = () =>
    sent.filter(({ event }) => event === "hand").map(({ data }) => data);
  receive("hands", { hands: ["me"], by: "me" });
  for (let ms = 0; ms < SPOKEN_MS; ms += MEMBER_TICK_MS) {
    clock.advance(MEMBER_TICK_MS);
  }
  assertEquals(lowered(), []);
  for (let ms = 0; ms <= SPOKEN_MS; ms += MEMBER_TICK_MS) {
    store.set({ activeSpeakers: [null] });
    clock.advance(MEMBER_TICK_MS);
  }
  assertEquals(lowered(), [{ raised: false }]);
});
