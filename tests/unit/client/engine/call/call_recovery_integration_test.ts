/** Recovery and end of a call, over real features and fake connections. @module */
import { assertEquals, assertGreater } from "@std/assert";
import { CUT_OFF_PROBE_MS } from "../../../../../client/engine/call/cut_off_probe.ts";
import { LIVENESS_TICK_MS } from "../../../../../client/engine/call/liveness_monitor.ts";
import { SIGNALING_LOSS_NOTICE_MS } from "../../../../../client/engine/signaling/signaling_loss_notice.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { CallFixture, joinedCall } from "./call_fixture.ts";

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

/** A call with one member that was heard a moment ago. */
function heardMember(iceServers: readonly RTCIceServer[]) {
  const fixture = joinedCall(["a"]);
  fixture.receive("ice-servers", { iceServers, ttlSeconds: 3600 });
  const [pc] = fixture.pcs;
  pc?.setConnectionState("connected");
  const [channel] = pc?.channels ?? [];
  channel?.open();
  channel?.receive('{"kind":"ping"}');
  fixture.clock.advance(LIVENESS_TICK_MS);
  channel?.receive('{"kind":"ping"}');
  return { fixture, channel };
}

/** The same, and the socket to the server is closed. */
async function cutOffCall() {
  const { fixture, channel } = heardMember([]);
  assertEquals(fixture.call.hasNetworkEvidence, true);
  fixture.cut();
  await settlePromises();
  return { fixture, channel };
}

Deno.test("Call asks the server often while nothing arrives from anyone, and connects as soon as it answers", async () => {
  const { fixture } = await cutOffCall();
  const { clock, call, store } = fixture;
  for (let i = 0; i < 100; i++) {
    clock.advance(100);
    await settlePromises();
  }
  assertEquals(call.hasNetworkEvidence, false);
  assertEquals(store.get().remoteMembers[0]?.status.kind, "reconnecting");
  assertGreater(fixture.healthRequests, 5);
  const before = fixture.socketCount;
  fixture.isServerReachable = true;
  clock.advance(CUT_OFF_PROBE_MS);
  await settlePromises();
  assertEquals(fixture.socketCount, before + 1);
});

Deno.test("Call opens no socket while it is cut off and candidates show when the network is back", async () => {
  const { fixture } = heardMember([{ urls: ["stun:maru.test"] }]);
  const { clock } = fixture;
  const before = fixture.socketCount;
  const pass = async (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += 100) {
      clock.advance(100);
      await settlePromises();
    }
  };
  await pass(70);
  assertEquals(fixture.socketCount, before);
  // After that the interval grows.
  await pass(60);
  assertGreater(fixture.socketCount, before);
});

Deno.test("Call does not ask the server while something arrives from a member", async () => {
  const { fixture, channel } = await cutOffCall();
  for (let i = 0; i < 100; i++) {
    fixture.clock.advance(100);
    channel?.receive('{"kind":"ping"}');
    await settlePromises();
  }
  assertEquals(fixture.healthRequests, 0);
  assertEquals(fixture.store.get().signalingState, "connecting");
});

Deno.test("Call connects to the server again as soon as something arrives from a member again", async () => {
  const { fixture, channel } = await cutOffCall();
  const { clock } = fixture;
  for (let i = 0; i < 50; i++) {
    clock.advance(100);
    await settlePromises();
  }
  const before = fixture.socketCount;
  channel?.receive('{"kind":"pong"}');
  assertEquals(fixture.socketCount, before + 1);
});

Deno.test("A call that the server's proxy keeps out ends with the sentence of the server", async () => {
  const fixture = new CallFixture();
  fixture.failure = Promise.resolve({
    code: "proxy-port",
    message: "The proxy loses the port.",
    isFinal: true,
  });
  fixture.call.join("Ann");
  fixture.cut();
  await settlePromises();
  const { phase, refusal, serverFault } = fixture.store.get();
  assertEquals([phase, refusal], ["refused", null]);
  assertEquals(serverFault, "The proxy loses the port.");
});

Deno.test("A call whose WebSocket is blocked shows why, until it has joined", async () => {
  const fixture = new CallFixture();
  const message = "Something blocks the WebSocket.";
  fixture.failure = Promise.resolve({ code: "x", message, isFinal: false });
  fixture.call.join("Ann");
  fixture.cut();
  await settlePromises();
  const faultNow = () => fixture.store.get().serverFault;
  assertEquals([fixture.store.get().phase, faultNow()], ["joining", message]);
  fixture.clock.advance(500);
  fixture.welcome([]);
  assertEquals([fixture.store.get().phase, faultNow()], ["joined", null]);
});

Deno.test("Call checks the server when the browser loses the connection to a member", async () => {
  for (const isLost of [false, true]) {
    const call = joinedCall(["a"]);
    const [pc] = call.pcs;
    pc?.setConnectionState("connected");
    const before = call.socketCount;
    if (isLost) pc?.setConnectionState("disconnected");
    for (let ms = 0; ms < 4_500; ms += 100) {
      call.clock.advance(100);
      await settlePromises();
    }
    assertEquals(call.socketCount - before, isLost ? 1 : 0);
  }
});

Deno.test("Call restarts ICE only when the server has answered: a dead network has no candidates", async () => {
  for (const isServerThere of [false, true]) {
    const { pcs, clock, receive } = joinedCall(["a"]);
    const [pc] = pcs;
    pc?.setConnectionState("connected");
    const [channel] = pc?.channels ?? [];
    channel?.open();
    channel?.receive('{"kind":"ping"}');
    for (let ms = 0; ms < 4_000; ms += 100) {
      clock.advance(100);
      if (isServerThere) receive("pong", { received: null });
      await settlePromises();
    }
    assertEquals(pc?.iceRestartCount, isServerThere ? 1 : 0);
  }
});

Deno.test("Call answers the offers that came while it was away before it restarts ICE itself", async () => {
  const { pcs, clock, cut, welcome, receive } = joinedCall(["a"]);
  const [pc] = pcs;
  pc?.onnegotiationneeded?.();
  await settlePromises();
  await pc?.setRemoteDescription({ type: "answer", sdp: "theirs" });
  pc?.setConnectionState("connected");
  pc?.setConnectionState("failed");
  cut();
  clock.advance(60_000);
  welcome(["a"], { resumed: true });
  receive("description", {
    connection: { generation: 0, by: "me" },
    description: { type: "offer", sdp: "theirs" },
  }, "a");
  await settlePromises();
  assertEquals(pc?.localDescription?.type, "answer");
  pc?.setConnectionState("connecting");
  clock.advance(2_000);
  assertEquals([pc?.signalingState, pc?.iceRestartCount], ["stable", 0]);
});
