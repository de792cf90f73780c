/** Devices and screen of a call, over real features and fake connections. @module */
import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeTrack, setTrackMuted } from "../../fakes/fake_media.ts";
import { CallFixture, joinedCall } from "./call_fixture.ts";

Deno.test("Call closes the devices when the room is full", async () => {
  const { call, welcome } = new CallFixture();
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

Deno.test("Call sends its profile when a device is turned on", async () => {
  const { call, sent } = joinedCall([]);
  await call.media.setCamera(true);
  assertObjectMatch(sent.at(-1) ?? {}, {
    event: "info",
    data: { name: "Ann", muted: true, cameraOff: false, sharing: false },
  });
});

Deno.test("Call sends a track that is turned on to everyone", async () => {
  const { call, pcs } = joinedCall(["a"]);
  await call.media.setMicrophone(true);
  assertEquals(
    pcs[0]?.transceivers[0]?.sender.track,
    call.media.tracks.audio,
  );
  assert(call.media.tracks.audio);
});

Deno.test("Call shares the screen with everyone, including newcomers", async () => {
  const { call, pcs, sent, receive } = joinedCall(["a"]);
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

Deno.test("Call.leave() stops the shared screen", async () => {
  const { call } = joinedCall([]);
  await call.screen.start();
  call.leave();
  assertEquals(call.screen.tracks.screen, null);
});

Deno.test("Call is muted by a host, and never unmuted", async () => {
  const { call, receive, store, kinds } = joinedCall(["a"]);
  await call.media.setMicrophone(true);
  receive("muted", { by: "a" });
  assertEquals(call.media.tracks.audio?.enabled, false);
  assertEquals(store.get().self.muted, true);
  assertEquals(kinds(), ["muted-by"]);
  receive("muted", { by: "a" });
  assertEquals(store.get().self.muted, true);
});

Deno.test("Call mutes when it joins with push to talk, even if the microphone was unmuted before", async () => {
  const { call, store, welcome } = new CallFixture();
  call.devices.restorePreferences({
    canChooseSpeaker: false,
    speakerId: null,
    isPushToTalk: true,
    isSelfMirrored: true,
    detectsMutedSpeech: false,
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

Deno.test("Call shows the others what the system took, and that it is back", async () => {
  const { call, sent, kinds } = joinedCall([]);
  await call.media.setCamera(true);
  await call.media.setMicrophone(true);
  const { audio, video } = call.media.tracks;
  assert(audio && video);
  setTrackMuted(video, true);
  assertObjectMatch(Object(sent.at(-1)?.data), {
    cameraOff: true,
    cameraInterrupted: true,
  });
  setTrackMuted(audio, true);
  assertObjectMatch(Object(sent.at(-1)?.data), { muted: true });
  assertEquals(kinds(), ["camera-interrupted", "microphone-interrupted"]);
  setTrackMuted(audio, false);
  setTrackMuted(video, false);
  assertObjectMatch(Object(sent.at(-1)?.data), {
    muted: false,
    cameraOff: false,
    cameraInterrupted: false,
  });
});

Deno.test("Call says that one is muted when one speaks, but not with push to talk or without the choice", async () => {
  const fixture = joinedCall(["a"]);
  const { call, clock, kinds } = fixture;
  await call.media.openMicrophoneMuted();
  const track = call.media.tracks.audio;
  if (!track) throw new TypeError("The microphone is open");
  track.clone = () => makeFakeTrack("audio");
  fixture.microphoneLevel = 0.2;
  clock.advance(3_000);
  assertEquals(kinds(), []);
  call.devices.setPushToTalk(true);
  call.devices.setMutedSpeechDetection(true);
  clock.advance(3_000);
  assertEquals(kinds(), []);
  call.devices.setPushToTalk(false);
  clock.advance(3_000);
  assertEquals(kinds(), ["muted-speech-key"]);
  assertEquals(track.enabled, false);
});
