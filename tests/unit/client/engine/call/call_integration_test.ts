import { sha256 } from "@noble/hashes/sha2.js";
import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import {
  Call,
  MEMBER_TICK_MS,
} from "../../../../../client/engine/call/call.ts";
import { SIGNALING_LOSS_NOTICE_MS } from "../../../../../client/engine/signaling/signaling_loss_notice.ts";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import type {
  ResumePoint,
  SignalingTransportEvents,
} from "../../../../../client/engine/signaling/signaling_client.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { FakeMediaDevices, makeFakeStream } from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

type Sent = { event: string; data?: unknown; to?: string };

function setUp() {
  const clock = new FakeClock();
  const store = new Store(INITIAL_CALL_STATE);
  const sent: Sent[] = [];
  const pcs: FakePeerConnection[] = [];
  let events: SignalingTransportEvents | null = null;
  let resume: ResumePoint | null = null;
  const call = new Call("room", store, {
    clock,
    wallMs: () => 0,
    random: () => 1,
    makeId: () => "id",
    files: {
      makeHash: () => sha256.create(),
      randomUint32: () => 1,
      target: { maxBytes: () => 0, open: () => Promise.resolve("dismissed") },
    },
    devices: new FakeMediaDevices().devices,
    makeStream: makeFakeStream,
    makePc: (configuration) => {
      const fake = new FakePeerConnection(configuration);
      pcs.push(fake);
      return fake.pc;
    },
    makeMeter: () => ({ level: () => 0, stop: () => {} }),
    openSocket: (_room, asked, socketEvents) => {
      resume = asked;
      events = socketEvents;
      return {
        isOpen: () => true,
        send: (text) => sent.push(JSON.parse(text)),
        close: () => {},
      };
    },
    onError: (error) => {
      throw error;
    },
  });
  const receive = (event: string, data: unknown, from?: string) =>
    events?.onText(JSON.stringify({ event, data, from }));
  const welcome = (peers: string[], more: Record<string, unknown> = {}) =>
    receive("welcome", {
      id: "me",
      peers: peers.map((id) => ({ id, info: { name: id } })),
      resume: "T",
      limits: { resumeSeconds: 30 },
      ...more,
    });
  const cut = (code = 1006): void => events?.onClose(code);
  const ids = () => store.get().remoteMembers.map((p) => p.id);
  const kinds = () => store.get().notices.map((n) => n.kind);
  return {
    call,
    clock,
    store,
    sent,
    pcs,
    receive,
    welcome,
    cut,
    ids,
    kinds,
    resume: () => resume,
  };
}

function joined(peers: string[]) {
  const it = setUp();
  it.call.join("Ann");
  it.welcome(peers);
  return it;
}

Deno.test("Call.join() tells its name and calls those who are there", async () => {
  const { sent, pcs, store } = joined(["a", "b"]);
  assertEquals(sent, [{
    event: "info",
    data: { name: "Ann", muted: true, cameraOff: true, sharing: false },
  }]);
  assertEquals(pcs.length, 2);
  pcs[0]?.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(sent.at(-1)?.to, "a");
  assertEquals(sent.at(-1)?.event, "description");
  assertEquals(store.get().phase, "joined");
});

Deno.test("Call waits for a newcomer to call, and tells of them by name", () => {
  const { receive, pcs, ids, kinds, store } = joined([]);
  receive("peer-joined", { id: "c", info: {} });
  assertEquals([ids(), kinds(), pcs.length], [["c"], [], 0]);
  receive("peer-info", { id: "c", info: { name: "Cho" } });
  assertEquals(kinds(), ["joined"]);
  assertEquals(store.get().notices[0]?.name, "Cho");
  receive("peer-info", { id: "c", info: { name: "Cho", muted: true } });
  assertEquals(kinds(), ["joined"]);
  assertEquals(store.get().remoteMembers[0]?.info.muted, true);
});

Deno.test("Call leaves a room that is full", () => {
  const peers = Array.from({ length: PAGE_MAX_MEMBERS }, (_, i) => `p${i}`);
  const { store, sent, pcs, clock } = joined(peers);
  assertEquals(store.get().phase, "refused");
  assertEquals(store.get().refusal, "room-full");
  assertEquals(sent.map((m) => m.event), ["leave"]);
  clock.advance(60_000);
  assertEquals(pcs, []);
});

Deno.test("Call lets go of the devices when it is turned away", async () => {
  const { call, welcome } = setUp();
  await call.media.start({
    camera: true,
    microphone: true,
    cameraId: null,
    microphoneId: null,
  });
  assert(call.media.tracks.video);
  call.join("Ann");
  welcome(Array.from({ length: PAGE_MAX_MEMBERS }, (_, i) => `p${i}`));
  assertEquals(call.media.tracks, { audio: null, video: null });
});

Deno.test("Call takes a member out who left", () => {
  const { receive, ids, pcs, kinds } = joined(["a"]);
  receive("peer-left", { id: "a", reason: "left" });
  assertEquals(ids(), []);
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(kinds(), ["left"]);
});

Deno.test("Call keeps a member who is lost to the server while media flows", () => {
  const { receive, ids, pcs, clock, kinds } = joined(["a"]);
  pcs[0]?.setConnectionState("connected");
  receive("peer-left", { id: "a", reason: "timeout" });
  for (let i = 0; i < 6; i++) {
    clock.advance(9_000);
    receive("pong", { received: null });
  }
  assertEquals(ids(), ["a"]);
  pcs[0]?.setConnectionState("failed");
  clock.advance(6 * MEMBER_TICK_MS);
  assertEquals(ids(), []);
  assertEquals(kinds(), ["lost"]);
});

Deno.test("Call keeps connections over a restart of the server", () => {
  const { welcome, ids, pcs, clock, cut, resume } = joined(["a", "b"]);
  pcs[0]?.setConnectionState("connected");
  cut();
  clock.advance(500);
  assertEquals(resume()?.token, "T");
  // The server begins with nobody, then the others come back.
  welcome([]);
  clock.advance(10 * MEMBER_TICK_MS);
  assertEquals(ids(), ["a", "b"]);
  assertEquals(pcs[0]?.connectionState, "connected");
  cut();
  clock.advance(500);
  welcome(["a"]);
  assertEquals(pcs[0]?.connectionState, "connected");
  assertEquals(pcs.length, 2);
});

Deno.test("Call begins anew with everyone under a new id", () => {
  const { welcome, pcs, clock, cut, ids } = joined(["a"]);
  pcs[0]?.setConnectionState("connected");
  cut();
  clock.advance(500);
  welcome(["a"], { id: "other" });
  assertEquals(pcs.map((fake) => fake.connectionState), ["closed", "new"]);
  assertEquals(ids(), ["a"]);
});

Deno.test("Call tells about itself with each welcome: a dead socket may have had it", () => {
  const { welcome, sent, clock, cut } = joined([]);
  const infos = () => sent.filter((m) => m.event === "info").length;
  for (const resumed of [true, false]) {
    const before = infos();
    cut();
    clock.advance(500);
    welcome([], { resumed });
    assertEquals(infos(), before + 1);
  }
});

Deno.test("Call says an unanswered offer again when it has its seat back", async () => {
  const { welcome, sent, pcs, clock, cut } = joined(["a"]);
  pcs[0]?.onnegotiationneeded?.();
  await settlePromises();
  const offers = () => sent.filter((m) => m.event === "description").length;
  assertEquals(offers(), 1);
  cut();
  clock.advance(500);
  welcome(["a"], { resumed: true });
  assertEquals([offers(), pcs.length], [2, 1]);
});

Deno.test("Call keeps media of a member whom the server cut off", () => {
  const { receive, pcs, ids } = joined(["a"]);
  const [pc] = pcs;
  if (pc) pc.connectionState = "connected";
  receive("peer-left", { id: "a", reason: "policy" });
  assertEquals(ids(), ["a"]);
});

Deno.test("Call.leave() does not say later that the server was lost", () => {
  const { call, clock, kinds } = joined([]);
  call.leave();
  clock.advance(SIGNALING_LOSS_NOTICE_MS + 1_000);
  assertEquals(kinds(), []);
});

Deno.test("Call gives fresh ICE servers to connections in use", () => {
  const { receive, pcs } = joined(["a"]);
  const iceServers = [{ urls: ["stun:a.test"] }];
  receive("ice-servers", { iceServers, ttlSeconds: 60 });
  assertEquals(pcs[0]?.configuration, {
    bundlePolicy: "max-bundle",
    iceServers,
  });
});

Deno.test("Call says that the server is away only when it stays away", () => {
  const { welcome, clock, cut, kinds } = joined([]);
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

Deno.test("Call does not blame the server while the device is offline", () => {
  const { welcome, store, clock, cut, kinds } = joined([]);
  store.set({ isOffline: true });
  cut();
  clock.advance(SIGNALING_LOSS_NOTICE_MS);
  welcome([], { resumed: true });
  assertEquals(kinds(), []);
});

Deno.test("Call says the offer of a restart again, which a dead socket may have had", async () => {
  const { call, welcome, sent, pcs, clock, cut } = joined(["a"]);
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

Deno.test("Call tells the others when a device is turned on", async () => {
  const { call, sent } = joined([]);
  await call.media.setCamera(true);
  assertEquals(sent.at(-1), {
    event: "info",
    data: { name: "Ann", muted: true, cameraOff: false, sharing: false },
  });
});

Deno.test("Call sends a track that is turned on to everyone", async () => {
  const { call, pcs } = joined(["a"]);
  await call.media.setMicrophone(true);
  assertEquals(
    pcs[0]?.transceivers[0]?.sender.track,
    call.media.tracks.audio,
  );
  assert(call.media.tracks.audio);
});

Deno.test("Call shares the screen with everyone, newcomers too, and says so", async () => {
  const { call, pcs, sent, receive } = joined(["a"]);
  await call.screen.start();
  const { screen } = call.screen.tracks;
  assert(screen);
  assertEquals(pcs[0]?.transceivers[2]?.sender.track, screen);
  assertEquals(sent.at(-1)?.event, "info");
  assertObjectMatch(sent.at(-1) ?? {}, { data: { sharing: true } });
  receive("peer-joined", { id: "c", info: {} });
  receive("description", {
    connection: { generation: 0, by: "c" },
    description: { type: "offer", sdp: "" },
  }, "c");
  await settlePromises();
  assertEquals(pcs[1]?.transceivers[2]?.sender.track, screen);
  call.screen.stop();
  assertEquals(pcs[0]?.transceivers[2]?.sender.track, null);
  assertObjectMatch(sent.at(-1) ?? {}, { data: { sharing: false } });
});

Deno.test("Call.leave() lets go of the screen", async () => {
  const { call } = joined([]);
  await call.screen.start();
  call.leave();
  assertEquals(call.screen.tracks.screen, null);
});

Deno.test("Call counts what is said while the chat is closed", () => {
  const { call, pcs, store } = joined(["a"]);
  const say = (id: string) =>
    pcs[0]?.channels[0]?.receive(
      JSON.stringify({ kind: "text", id, text: "hi" }),
    );
  pcs[0]?.channels[0]?.open();
  say("1");
  call.sendChat("hello");
  assertEquals(store.get().unread, 1);
  call.openPanel("chat");
  assertEquals(store.get().unread, 0);
  say("2");
  assertEquals(store.get().unread, 0);
  assertEquals(store.get().chat.map((l) => l.name), ["a", "Ann", "a"]);
});

Deno.test("Call.leave() ends everything", async () => {
  const { call, sent, pcs, store, ids } = joined(["a"]);
  await call.media.setCamera(true);
  call.leave();
  assertEquals(sent.at(-1)?.event, "leave");
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(call.media.tracks.video, null);
  assertEquals([ids(), store.get().phase], [[], "left"]);
});

Deno.test("Call passes over what a stranger sends", () => {
  const { receive, pcs } = joined([]);
  receive("description", {
    connection: { generation: 0, by: "x" },
    description: { type: "offer", sdp: "" },
  }, "x");
  assertEquals(pcs, []);
});

function knocking() {
  const it = setUp();
  it.call.join(" Ann ");
  it.receive("locked", { room: "room", waitSeconds: 120 });
  return it;
}

Deno.test("Call knocks at a locked room with its name and waits to be let in", () => {
  const { store, sent, welcome, pcs } = knocking();
  assertEquals(store.get().phase, "knocking");
  assertEquals(sent, [{ event: "knock", data: { name: "Ann" } }]);
  welcome(["a"], { id: "k", locked: true, hosts: ["a"] });
  assertEquals([store.get().phase, pcs.length], ["joined", 1]);
  assertEquals(store.get().room.isLocked, true);
  assertEquals(sent.at(-1)?.event, "info");
});

Deno.test("Call knocks again by itself when the socket of a wait is lost", () => {
  const { store, sent, receive, clock, cut, resume } = knocking();
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
  "Call says so when a knock ends with $code, and does not knock again",
  (c) => {
    const { store, sent, receive, clock, cut } = knocking();
    receive("error", { code: c.code, message: "" });
    cut(c.close);
    clock.advance(60_000);
    assertEquals(store.get().phase, "refused");
    assertEquals(store.get().refusal as string, c.code);
    assertEquals(sent.length, 1);
  },
);

Deno.test("Call.cancelJoin() ends a wait, and one may ask again", () => {
  const { call, store, sent, receive, clock } = knocking();
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
])("Call ends with $code for good, and lets go of the devices", async (c) => {
  const { call, store, receive, pcs, clock, cut } = joined(["a"]);
  await call.media.setCamera(true);
  receive("error", { code: c.code, message: "" });
  cut(c.close);
  clock.advance(60_000);
  assertEquals(store.get().phase, "refused");
  assertEquals(store.get().refusal as string, c.code);
  assertEquals(pcs[0]?.connectionState, "closed");
  assertEquals(call.media.tracks.video, null);
});

Deno.test("Call knocks when the room was locked without it", () => {
  const { store, sent, receive, clock, cut, resume, ids } = joined(["a"]);
  receive("error", { code: "locked-out", message: "" });
  cut(4014);
  clock.advance(0);
  assertEquals(resume(), null);
  receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals([store.get().phase, ids()], ["knocking", []]);
  assertEquals(sent.at(-1)?.event, "knock");
});

Deno.test("Call drops the media of a member whom a host removed", () => {
  const { receive, pcs, ids, kinds } = joined(["a"]);
  const [pc] = pcs;
  if (pc) pc.connectionState = "connected";
  receive("peer-left", { id: "a", reason: "kicked" });
  assertEquals([ids(), pc?.connectionState], [[], "closed"]);
  assertEquals(kinds(), ["kicked"]);
});

Deno.test("Call is muted by a host, never unmuted", async () => {
  const { call, receive, store, kinds } = joined(["a"]);
  await call.media.setMicrophone(true);
  receive("muted", { by: "a" });
  assertEquals(call.media.tracks.audio?.enabled, false);
  assertEquals(store.get().self.muted, true);
  assertEquals(kinds(), ["muted-by"]);
  receive("muted", { by: "a" });
  assertEquals(store.get().self.muted, true);
});

Deno.test("Call takes nothing about the room from another member", () => {
  const { receive, store, kinds } = joined(["a"]);
  const was = store.get().room;
  receive("room", { locked: true, hosts: ["a"] }, "a");
  receive("knock", { id: "k", name: "Cho" }, "a");
  receive("muted", { by: "a" }, "a");
  receive("locked", { room: "room" }, "a");
  assertEquals([store.get().room, store.get().phase], [was, "joined"]);
  assertEquals(kinds(), []);
});

/** In the call, put out of the locked room, and knocking. */
function knockingFromInside() {
  const it = joined(["a"]);
  it.receive("error", { code: "locked-out", message: "" });
  it.cut(4014);
  it.clock.advance(0);
  it.receive("locked", { room: "room", waitSeconds: 120 });
  assertEquals(it.store.get().phase, "knocking");
  return it;
}

Deno.test("Call does not miss the server while one knocks at it", () => {
  const { clock, kinds } = knockingFromInside();
  clock.advance(SIGNALING_LOSS_NOTICE_MS + 1);
  assertEquals(kinds(), []);
});

Deno.test("Call mutes who comes in with push to talk, whatever was opened before", async () => {
  const { call, store, welcome } = setUp();
  call.devices.restorePreferences({
    canChooseSpeaker: false,
    speakerId: null,
    isPushToTalk: true,
  });
  call.join("Ann");
  call.cancelJoin();
  await call.media.setMicrophone(true);
  call.join("Ann");
  await settlePromises();
  assertEquals(store.get().media.microphone.isOn, false);
  await call.media.setMicrophone(true);
  welcome([]);
  await settlePromises();
  assertEquals(store.get().media.microphone.isOn, false);
});

Deno.test("Call shares no screen any more after a knock from inside was given up", async () => {
  const { call, store, receive, cut, clock } = joined(["a"]);
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
