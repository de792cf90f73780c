import { assertEquals, assertNotEquals } from "@std/assert";
import type { DataChannelName } from "../../../../../client/engine/peer/data_channel.ts";
import { PeerConnection } from "../../../../../client/engine/peer/peer_connection.ts";
import type { LocalTracks } from "../../../../../client/engine/peer/track_role.ts";
import type { PeerSignal } from "../../../../../client/engine/peer/peer_signal.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeStream, makeFakeTrack } from "../../fakes/fake_media.ts";
import { FAKE_CONNECTION_MEDIA } from "../../fakes/fake_connection_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

const key = { generation: 0, by: "a" };
const offer: PeerSignal = {
  event: "description",
  connection: key,
  description: { type: "offer", sdp: "theirs" },
};

function setUp(isOfferer: boolean, tracks: LocalTracks) {
  const fake = new FakePeerConnection();
  const clock = new FakeClock();
  const signals: PeerSignal[] = [];
  const channels: DataChannelName[] = [];
  const errors: unknown[] = [];
  const received: string[] = [];
  let changes = 0;
  const stream = makeFakeStream([]);
  const screenStream = makeFakeStream([]);
  const connection = new PeerConnection({
    key,
    pc: fake.pc,
    isOfferer,
    prepared: null,
    isPolite: true,
    tracks,
    stream,
    screenStream,
    clock,
    media: FAKE_CONNECTION_MEDIA,
    events: {
      onSignal: (signal) => signals.push(signal),
      onStateChange: () => changes++,
      onTrack: (role) => received.push(role),
      onChannel: (name) => channels.push(name),
      onError: (error) => errors.push(error),
    },
  });
  const sending = () => fake.transceivers.map((t) => t.sender.track);
  return {
    fake,
    clock,
    signals,
    channels,
    errors,
    received,
    stream,
    screenStream,
    connection,
    sending,
    changes: () => changes,
  };
}

const NO_SCREEN = { screen: null, screenAudio: null };
const BOTH = {
  audio: makeFakeTrack("audio"),
  video: makeFakeTrack("video"),
  ...NO_SCREEN,
};

Deno.test("PeerConnection offers all transceivers and data channels, with or without devices", async () => {
  const { fake, sending, channels, signals } = setUp(true, {
    ...BOTH,
    video: null,
  });
  assertEquals(sending(), [BOTH.audio, null, null, null]);
  assertEquals(channels, ["chat", "files"]);
  fake.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(signals.map((s) => s.event), ["description"]);
});

Deno.test("PeerConnection adds nothing before the first offer arrives", async () => {
  const { fake, channels, signals } = setUp(false, BOTH);
  assertEquals([fake.transceivers.length, channels.length], [0, 0]);
  fake.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(signals, []);
});

Deno.test("PeerConnection answers with its tracks on the transceivers of the offer", async () => {
  const it = setUp(false, BOTH);
  const { fake, connection, sending, channels, received } = it;
  const { stream, screenStream } = it;
  await connection.receiveSignal(offer);
  assertEquals(sending(), [BOTH.audio, BOTH.video, null, null]);
  assertEquals(
    fake.transceivers.map((t) => t.direction),
    Array(4).fill("sendrecv"),
  );
  assertEquals(
    fake.transceivers.map((t) => t.sender.streams),
    [[stream], [stream], [screenStream], [screenStream]],
  );
  assertEquals(channels, ["chat", "files"]);
  assertEquals(received, ["audio", "video", "screen", "screenAudio"]);
});

Deno.test("PeerConnection.setTracks() replaces tracks without negotiation", async () => {
  const { connection, sending, signals } = setUp(true, BOTH);
  connection.setTracks({ ...BOTH, video: null });
  await settlePromises();
  assertEquals(sending(), [BOTH.audio, null, null, null]);
  assertEquals(signals, []);
});

Deno.test("PeerConnection shares a screen beside the camera without negotiation", async () => {
  const { connection, sending, signals } = setUp(true, BOTH);
  const screen = makeFakeTrack("video");
  connection.setTracks({ ...BOTH, screen });
  await settlePromises();
  assertEquals(sending(), [BOTH.audio, BOTH.video, screen, null]);
  assertEquals(signals, []);
});

Deno.test("PeerConnection offers a screen that is already shared", () => {
  const screen = makeFakeTrack("video");
  const { sending } = setUp(true, { ...BOTH, screen });
  assertEquals(sending(), [BOTH.audio, BOTH.video, screen, null]);
});

Deno.test("PeerConnection reports a rejected track", async () => {
  const { connection, fake, errors } = setUp(true, BOTH);
  const [transceiver] = fake.transceivers;
  assertNotEquals(transceiver, undefined);
  if (transceiver) {
    transceiver.sender.replaceTrack = () => Promise.reject(new Error("no"));
  }
  connection.setTracks({ ...BOTH, audio: null });
  await settlePromises();
  assertEquals(errors.length, 1);
});

Deno.test("PeerConnection.health() follows gathering, state and restarts", async () => {
  const { fake, connection, clock } = setUp(true, BOTH);
  assertEquals(connection.health().describedAtMs, null);
  fake.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(connection.health().describedAtMs, clock.nowMs());
  fake.onicecandidate?.({ candidate: null });
  assertEquals(connection.health().hasGathered, false);
  fake.emitCandidate("candidate:1");
  assertEquals(connection.health().hasGathered, true);
  clock.advance(10);
  fake.setConnectionState("failed");
  connection.restartIce();
  assertEquals(connection.health().stateSinceMs, clock.nowMs());
  assertEquals(connection.health().restartedAtMs, clock.nowMs());
  fake.setConnectionState("connected");
  assertEquals(connection.health().restartedAtMs, null);
});

Deno.test("PeerConnection knows that DTLS has failed when it failed and ICE did not", () => {
  const { fake, connection } = setUp(true, BOTH);
  for (const state of ["connected", "failed"] as const) {
    fake.setConnectionState(state);
    assertEquals(connection.health().hasDtlsFailed, false);
  }
  for (const state of ["checking", "connected"]) {
    fake.iceConnectionState = state;
    assertEquals(connection.health().hasDtlsFailed, true);
  }
});

Deno.test("PeerConnection gives a path that came back time until something arrives", () => {
  const { clock, fake, connection } = setUp(true, BOTH);
  fake.setConnectionState("connected");
  connection.setLiveness("stalled");
  clock.advance(1_000);
  fake.setConnectionState("disconnected");
  clock.advance(1_000);
  fake.setConnectionState("connected");
  assertEquals(connection.health().stalledSinceMs, clock.nowMs());
  connection.setLiveness("alive");
  fake.setConnectionState("connected");
  assertEquals(connection.health().stalledSinceMs, null);
});

Deno.test("PeerConnection sends a key frame when something arrives again after a silence", async () => {
  const { fake, connection } = setUp(true, BOTH);
  const requests: unknown[] = [];
  for (const { sender, mid } of fake.transceivers) {
    Object.assign(sender, {
      getParameters: () => ({ encodings: [{}] }),
      setParameters: (_: unknown, options: unknown) => {
        requests.push([mid, options]);
        return Promise.resolve();
      },
    });
  }
  connection.setLiveness("alive");
  connection.setLiveness("stalled");
  await settlePromises();
  assertEquals(requests, []);
  connection.setLiveness("alive");
  await settlePromises();
  // Of the camera; no screen is shared.
  const options = { encodingOptions: [{ keyFrame: true }] };
  assertEquals(requests, [[fake.transceivers[1]?.mid, options]]);
});

Deno.test("PeerConnection limits only the senders with a picture while it connects", () => {
  const { fake } = setUp(true, BOTH);
  const read: (string | null)[] = [];
  for (const { sender, mid } of fake.transceivers) {
    Object.assign(sender, {
      getParameters: () => {
        read.push(mid);
        return { encodings: [] };
      },
    });
  }
  fake.setConnectionState("connecting");
  assertEquals(read, [fake.transceivers[1]?.mid]);
});

Deno.test("PeerConnection measures the time of an ICE restart from its answer", async () => {
  const { fake, clock, connection } = setUp(true, BOTH);
  fake.onnegotiationneeded?.();
  await settlePromises();
  const answer = { type: "answer", sdp: "theirs" } as const;
  const signal = { ...offer, description: answer };
  await connection.receiveSignal(signal);
  fake.setConnectionState("failed");
  connection.restartIce();
  fake.onnegotiationneeded?.();
  await settlePromises();
  assertEquals(connection.health().isAwaitingAnswer, true);
  clock.advance(60_000);
  await connection.receiveSignal(signal);
  const { isAwaitingAnswer, restartedAtMs } = connection.health();
  assertEquals([isAwaitingAnswer, restartedAtMs], [false, clock.nowMs()]);
});

Deno.test("PeerConnection sends key frames that are asked for, at most one a second", async () => {
  const { fake, clock, connection } = setUp(true, BOTH);
  let count = 0;
  const sender = fake.transceivers[1]?.sender ?? {};
  Object.assign(sender, {
    getParameters: () => ({ encodings: [{}] }),
    setParameters: () => {
      count++;
      return Promise.resolve();
    },
  });
  for (const waitMs of [0, 999, 1]) {
    clock.advance(waitMs);
    connection.sendKeyFrames();
    await settlePromises();
  }
  assertEquals(count, 2);
});

Deno.test("PeerConnection sends each candidate and the end of candidates", () => {
  const { fake, signals } = setUp(true, BOTH);
  fake.emitCandidate("candidate:1");
  fake.onicecandidate?.({ candidate: null });
  assertEquals(signals, [
    {
      event: "candidate",
      connection: key,
      candidate: { candidate: "candidate:1" },
    },
    { event: "candidate", connection: key, candidate: null },
  ]);
});

Deno.test("PeerConnection has no event after it was closed", () => {
  const { fake, connection, signals, changes } = setUp(true, BOTH);
  connection.close();
  fake.emitCandidate("candidate:1");
  fake.setConnectionState("closed");
  assertEquals([signals.length, changes()], [0, 0]);
});

Deno.test("PeerConnection.audioReceiver is that of the microphone, not of the screen", async () => {
  const { fake, connection } = setUp(false, BOTH);
  assertEquals(connection.audioReceiver, null);
  await connection.receiveSignal(offer);
  const receiver: unknown = fake.transceivers[0]?.receiver;
  assertEquals(connection.audioReceiver === receiver, true);
});
