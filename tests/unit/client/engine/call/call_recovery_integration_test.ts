/** Recovery and end of a call, over real features and fake connections. @module */
import { assertEquals } from "@std/assert";
import { SIGNALING_LOSS_NOTICE_MS } from "../../../../../client/engine/signaling/signaling_loss_notice.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { joinedCall } from "./call_fixture.ts";

Deno.test("Call sends its profile after each welcome, since a dead socket may have lost it", () => {
  const { welcome, sent, clock, cut } = joinedCall([]);
  const infos = () => sent.filter((m) => m.event === "info").length;
  for (const resumed of [true, false]) {
    const before = infos();
    cut();
    clock.advance(500);
    welcome([], { resumed });
    assertEquals(infos(), before + 1);
  }
});

Deno.test("Call repeats an unanswered offer after it resumed its seat", async () => {
  const { welcome, sent, pcs, clock, cut } = joinedCall(["a"]);
  pcs[0]?.onnegotiationneeded?.();
  await settlePromises();
  const offers = () => sent.filter((m) => m.event === "description").length;
  assertEquals(offers(), 1);
  cut();
  clock.advance(500);
  welcome(["a"], { resumed: true });
  assertEquals([offers(), pcs.length], [2, 1]);
});

Deno.test("Call.leave() posts no notice about the server afterwards", () => {
  const { call, clock, kinds } = joinedCall([]);
  call.leave();
  clock.advance(SIGNALING_LOSS_NOTICE_MS + 1_000);
  assertEquals(kinds(), []);
});

Deno.test("Call posts a notice only when the server stays unreachable", () => {
  const { welcome, clock, cut, kinds } = joinedCall([]);
  cut();
  clock.advance(500);
  welcome([], { resumed: true });
  clock.advance(SIGNALING_LOSS_NOTICE_MS);
  assertEquals(kinds(), []);
  cut();
  clock.advance(SIGNALING_LOSS_NOTICE_MS);
  assertEquals(kinds(), ["signaling-lost"]);
  welcome([], { resumed: true });
  assertEquals(kinds(), ["signaling-lost", "signaling-back"]);
});

Deno.test("Call posts no notice about the server while the device is offline", () => {
  const { welcome, store, clock, cut, kinds } = joinedCall([]);
  store.set({ isOffline: true });
  cut();
  clock.advance(SIGNALING_LOSS_NOTICE_MS);
  welcome([], { resumed: true });
  assertEquals(kinds(), []);
});

Deno.test("Call repeats the offer of an ICE restart, which a dead socket may have lost", async () => {
  const { call, welcome, sent, pcs, clock, cut } = joinedCall(["a"]);
  const [pc] = pcs;
  pc?.onnegotiationneeded?.();
  await settlePromises();
  await pc?.setRemoteDescription({ type: "answer", sdp: "theirs" });
  pc?.setConnectionState("connected");
  call.onNetworkChange();
  assertEquals(pc?.iceRestartCount, 1);
  pc?.onnegotiationneeded?.();
  await settlePromises();
  const offers = () => sent.filter((m) => m.event === "description").length;
  assertEquals(offers(), 2);
  cut();
  clock.advance(500);
  welcome(["a"], { resumed: true });
  assertEquals([offers(), pcs.length], [3, 1]);
});

Deno.test("Call.leave() ends everything", async () => {
  const { call, sent, pcs, store, ids } = joinedCall(["a"]);
  await call.media.setCamera(true);
  call.leave();
  assertEquals(sent.at(-1)?.event, "leave");
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(call.media.tracks.video, null);
  assertEquals([ids(), store.get().phase], [[], "left"]);
});
