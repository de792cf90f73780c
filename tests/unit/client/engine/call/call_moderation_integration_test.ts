/** Knocks and moderation of a call, over real features. @module */
import { assertEquals } from "@std/assert";
import { SIGNALING_LOSS_NOTICE_MS } from "../../../../../client/engine/signaling/signaling_loss_notice.ts";
import { joinedCall, knockingCall, lockedOutCall } from "./call_fixture.ts";

Deno.test("Call knocks at a locked room with its name and waits to be admitted", () => {
  const { store, sent, welcome, pcs } = knockingCall();
  assertEquals(store.get().phase, "knocking");
  assertEquals(sent, [{ event: "knock", data: { name: "Ann" } }]);
  welcome(["a"], { id: "k", locked: true, hosts: ["a"] });
  assertEquals([store.get().phase, pcs.length], ["joined", 1]);
  assertEquals(store.get().room.isLocked, true);
  assertEquals(sent.at(-1)?.event, "info");
});

Deno.test("Call knocks again after the socket was lost while it waited", () => {
  const { store, sent, receive, clock, cut, resume } = knockingCall();
  cut();
  assertEquals(store.get().phase, "knocking");
  clock.advance(500);
  assertEquals(resume(), null);
  receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals(sent.map(({ event }) => event), ["knock", "knock"]);
  assertEquals(store.get().phase, "knocking");
});

Deno.test.each([
  { code: "knock-refused", close: 4010 },
  { code: "knock-expired", close: 4011 },
])(
  "Call shows $code when a knock ends with it, and does not knock again",
  (c) => {
    const { store, sent, receive, clock, cut } = knockingCall();
    receive("error", { code: c.code, message: "" });
    cut(c.close);
    clock.advance(60_000);
    assertEquals(store.get().phase, "refused");
    assertEquals(store.get().refusal as string, c.code);
    assertEquals(sent.length, 1);
  },
);

Deno.test("Call.cancelJoin() ends a knock, and join() knocks again", () => {
  const { call, store, sent, receive, clock } = knockingCall();
  call.cancelJoin();
  clock.advance(60_000);
  assertEquals([store.get().phase, sent.length], ["lobby", 1]);
  call.join("Ann");
  receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals([store.get().phase, sent.length], ["knocking", 2]);
});

Deno.test.each([
  { code: "removed", close: 4012 },
  { code: "room-ended", close: 4013 },
])("Call ends with $code for good, and closes the devices", async (c) => {
  const { call, store, receive, pcs, clock, cut } = joinedCall(["a"]);
  await call.media.setCamera(true);
  receive("error", { code: c.code, message: "" });
  cut(c.close);
  clock.advance(60_000);
  assertEquals(store.get().phase, "refused");
  assertEquals(store.get().refusal as string, c.code);
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(call.media.tracks.video, null);
});

Deno.test("Call knocks after it was locked out during a call", () => {
  const { store, sent, receive, clock, cut, resume, ids } = joinedCall(["a"]);
  receive("error", { code: "locked-out", message: "" });
  cut(4014);
  clock.advance(0);
  assertEquals(resume(), null);
  receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals([store.get().phase, ids()], ["knocking", []]);
  assertEquals(sent.at(-1)?.event, "knock");
});

Deno.test("Call ignores room messages of other members", () => {
  const { receive, store, kinds } = joinedCall(["a"]);
  const was = store.get().room;
  receive("room", { locked: true, hosts: ["a"] }, "a");
  receive("knock", { id: "k", name: "Cho" }, "a");
  receive("muted", { by: "a" }, "a");
  receive("locked", { room: "room" }, "a");
  assertEquals([store.get().room, store.get().phase], [was, "joined"]);
  assertEquals(kinds(), []);
});

Deno.test("Call posts no notice about the server while it knocks", () => {
  const { clock, kinds } = lockedOutCall();
  clock.advance(SIGNALING_LOSS_NOTICE_MS + 1);
  assertEquals(kinds(), []);
});

Deno.test("Call stops the shared screen when a knock during a call is cancelled", async () => {
  const { call, store, receive, cut, clock } = joinedCall(["a"]);
  await call.screen.start();
  assertEquals(store.get().screen.isSharing, true);
  receive("error", { code: "locked-out", message: "" });
  cut(4014);
  clock.advance(0);
  receive("locked", { room: "room", waitSeconds: 120 });
  call.cancelJoin();
  assertEquals(store.get().phase, "lobby");
  assertEquals(store.get().screen.isSharing, false);
});
