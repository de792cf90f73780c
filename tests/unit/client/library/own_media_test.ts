import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MaruError } from "../../../../client/library/maru_error.ts";
import { settlePromises } from "../fakes/fake_clock.ts";
import {
  endFakeTrack,
  isTrackStopped,
  makeFakeTrack,
} from "../fakes/fake_media.ts";
import type { FakePeerConnection } from "../fakes/fake_pc.ts";
import { LibraryFixture } from "./library_fixture.ts";

/** Tracks that a connection sends: microphone, camera, screen and its sound. */
function sentOn(pc: FakePeerConnection | undefined) {
  return pc?.transceivers.map(({ sender }) => sender.track);
}

Deno.test("audio and video open the devices and publish that they are on", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"], { audio: true, video: true });
  await settlePromises();
  const [audio, video] = page.media.grantedTracks;
  assertEquals(sentOn(page.pcs[0]), [audio ?? null, video ?? null, null, null]);
  assertEquals(room.stream.getTracks(), [audio, video]);
  assertEquals([room.audio, room.video], [true, true]);
  assertEquals(page.profile().muted, false);
  await room.setAudio(false);
  assertEquals([room.audio, page.profile().muted], [false, true]);
  await room.setVideo(false);
  assertEquals([room.video, page.profile().cameraOff], [false, true]);
});

Deno.test("Audio alone asks for the microphone alone", async () => {
  const page = new LibraryFixture();
  await page.enter([], { audio: true });
  await settlePromises();
  assertEquals(page.media.requestedConstraints.map(({ video }) => video), [
    false,
  ]);
});

Deno.test("A device that is refused is reported, also to a handler that is set later", async () => {
  const page = new LibraryFixture();
  page.media.errorNameFor = () => "NotAllowedError";
  const room = await page.enter([], { audio: true, video: true });
  await settlePromises();
  const codes: string[] = [];
  room.onerror = ({ code }) => codes.push(code);
  await settlePromises();
  assertEquals(codes, ["device-refused", "device-refused"]);
  assertEquals(room.state, "in");
  const error = await assertRejects(() => room.setVideo(true), MaruError);
  assertEquals(error.code, "device-refused");
});

Deno.test("Tracks of the application are sent, replaced and removed in the call", async () => {
  const page = new LibraryFixture();
  const [canvas, other, sound] = [
    makeFakeTrack("video"),
    makeFakeTrack("video"),
    makeFakeTrack("audio"),
  ];
  const room = await page.enter(["ada"], { video: canvas });
  const pc = page.pcs[0];
  assertEquals(sentOn(pc), [null, canvas, null, null]);
  assertEquals(page.profile().cameraOff, false);
  room.addTrack(sound);
  room.addTrack(other);
  assertEquals(sentOn(pc), [sound, canvas, other, null]);
  assertEquals([page.profile().muted, page.profile().sharing], [false, true]);
  assertEquals(
    assertThrows(() => room.addTrack(makeFakeTrack("video")), MaruError).code,
    "too-many-tracks",
  );
  const next = makeFakeTrack("video");
  room.replaceTrack(canvas, next);
  assertEquals(sentOn(pc), [sound, next, other, null]);
  assertThrows(() => room.replaceTrack(canvas, next), TypeError);
  assertThrows(() => room.replaceTrack(next, sound), TypeError);
  room.removeTrack(other);
  assertEquals(sentOn(pc), [sound, next, null, null]);
  assertEquals(page.profile().sharing, false);
  endFakeTrack(next);
  assertEquals(sentOn(pc), [sound, null, null, null]);
  room.leave();
  assert(![canvas, other, sound, next].some(isTrackStopped));
  assertEquals(page.media.requestedConstraints, []);
});

Deno.test("A track takes the place of a device, which is closed", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"], { audio: true });
  await settlePromises();
  const [microphone] = page.media.grantedTracks;
  assert(microphone);
  const sound = makeFakeTrack("audio");
  room.replaceTrack(microphone, sound);
  assertEquals(isTrackStopped(microphone), true);
  assertEquals(sentOn(page.pcs[0])?.[0], sound);
  await room.setAudio(false);
  assertEquals([sound.enabled, page.profile().muted], [false, true]);
});

Deno.test("A host that mutes us turns our sound off", async () => {
  const page = new LibraryFixture();
  const sound = makeFakeTrack("audio");
  const room = await page.enter(["ada"], { audio: sound });
  page.receive("muted", { by: "ada" });
  await settlePromises();
  assertEquals([room.audio, sound.enabled], [false, false]);
});

Deno.test("A track that the application disables is published as muted", async () => {
  const page = new LibraryFixture();
  const sound = makeFakeTrack("audio");
  await page.enter(["ada"], { audio: sound });
  sound.enabled = false;
  page.clock.advance(1_000);
  assertEquals(page.profile().muted, true);
});

Deno.test("share() sends a screen until stopShare(), and rejects when it is refused", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"]);
  await room.share();
  assertEquals([room.sharing, page.profile().sharing], [true, true]);
  assertEquals(sentOn(page.pcs[0])?.slice(2).map((track) => track?.kind), [
    "video",
    "audio",
  ]);
  room.stopShare();
  assertEquals(sentOn(page.pcs[0]), [null, null, null, null]);
  page.media.errorNameFor = () => "NotAllowedError";
  const error = await assertRejects(() => room.share(), MaruError);
  assertEquals(error.code, "share-refused");
});
