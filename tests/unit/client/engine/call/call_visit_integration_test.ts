/** A call keeps its visit, and continues that of an earlier page. @module */
import { assertEquals } from "@std/assert";
import type { Visit } from "../../../../../client/engine/call/visit.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { CallFixture, joinedCall } from "./call_fixture.ts";
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

/** A call that has continued this visit, and got this id. */
function continuedCall(visit: Visit, peers: readonly string[], id = "me") {
  const fixture = new CallFixture();
  fixture.call.continueVisit(visit);
  fixture.call.join("Ann");
  const resumed = fixture.resume();
  fixture.welcome(peers, { id });
  return { ...fixture, fixture, resumed };
}

const VISIT: Visit = {
  room: "room",
  id: "me",
  resume: "T",
  generation: 0,
  name: "Ann",
  muted: true,
  cameraOff: true,
  volumes: {},
};

Deno.test("Call keeps the visit while it has a seat: token, mute state and newest connection", async () => {
  const fixture = joinedCall([]);
  assertEquals(fixture.savedVisit, VISIT);
  fixture.receive("room", { locked: true, hosts: [], resume: "T2" });
  await fixture.call.media.setMicrophone(true);
  assertEquals(fixture.savedVisit?.resume, "T2");
  assertEquals(fixture.savedVisit?.muted, false);
  fixture.receive("peer-joined", { id: "z", info: {} });
  fixture.receive("description", {
    connection: { generation: 7, by: "z" },
    description: { type: "offer", sdp: "" },
  }, "z");
  assertEquals(fixture.savedVisit?.generation, 7);
});

Deno.test("Call.suspend() keeps the visit as it was, and the seat", () => {
  const fixture = joinedCall([]);
  const { savedVisit } = fixture;
  fixture.call.suspend();
  assertEquals(fixture.savedVisit, savedVisit);
  assertEquals(fixture.sent.filter(({ event }) => event === "leave"), []);
  assertEquals(fixture.store.get().phase, "left");
});

Deno.test("Call.leave() discards the visit", () => {
  const fixture = joinedCall([]);
  fixture.call.leave();
  assertEquals(fixture.savedVisit, null);
  assertEquals(fixture.sent.at(-1)?.event, "leave");
});

Deno.test("Call discards the visit when a host removed it", () => {
  const fixture = joinedCall([]);
  fixture.receive("error", { code: "removed", message: "" });
  fixture.cut(4012);
  assertEquals(fixture.store.get().phase, "refused");
  assertEquals(fixture.savedVisit, null);
});

Deno.test("Call that continues a visit resumes its seat and offers a newer connection to each member", async () => {
  const { pcs, sent, resumed } = continuedCall(VISIT, ["a", "b"]);
  assertEquals(resumed, { token: "T", received: null });
  for (const pc of pcs) pc.onnegotiationneeded?.();
  await settlePromises();
  const offers = sent.filter(({ event }) => event === "description");
  assertEquals(offers.map(({ to }) => to), ["a", "b"]);
  for (const { data } of offers) {
    assertEquals(Object(data).connection, { generation: 1000, by: "me" });
  }
});

Deno.test("Call that continues a visit is not refused for the number of members", () => {
  const peers = Array.from({ length: 9 }, (_, i) => `p${i}`);
  assertEquals(
    continuedCall(VISIT, peers).store.get().phase,
    "joined",
  );
  assertEquals(
    continuedCall(VISIT, peers, "other").store.get().phase,
    "refused",
  );
});

Deno.test("Call.restoreChat() shows the conversation, and does not repeat what it has", () => {
  const { fixture, store, call } = continuedCall(VISIT, []);
  const lines = [
    { id: "1", from: null, name: "Ann", text: "Hello", atMs: 1 },
    { id: "a 2", from: "a", name: "Bob", text: "Hi", atMs: 2 },
  ].map((line) => ({ ...PUBLIC_LINE, ...line }));
  call.restoreChat(lines);
  assertEquals(store.get().chat, lines);
  assertEquals(fixture.call.visit?.id, "me");
});

Deno.test("Call.giveUpSeat() ends for another tab and discards the visit here", () => {
  const fixture = joinedCall([]);
  fixture.call.giveUpSeat();
  assertEquals(fixture.store.get().phase, "refused");
  assertEquals(fixture.store.get().refusal, null);
  assertEquals(fixture.savedVisit, null);
  assertEquals(fixture.sent.filter(({ event }) => event === "leave"), []);
});

Deno.test("Call keeps the volumes of the others over a reload, and only for the visit", () => {
  const fixture = joinedCall(["a"]);
  fixture.call.setMemberVolume("a", 0.25);
  assertEquals(fixture.savedVisit?.volumes, { a: 0.25 });
  const next = new CallFixture();
  next.call.continueVisit(fixture.savedVisit);
  assertEquals(next.store.get().volumes, { a: 0.25 });
  next.call.continueVisit(null);
  assertEquals(next.store.get().volumes, {});
});
