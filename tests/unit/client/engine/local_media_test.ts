import { assert, assertEquals } from "@std/assert";
import {
  LocalMedia,
  type MediaState,
  NO_MEDIA,
} from "../../../../client/engine/local_media.ts";
import { FakeDevices, fakeStream, isStopped } from "../fakes/fake_media.ts";

function setUp(fake: FakeDevices | null) {
  let state: MediaState = NO_MEDIA;
  const sent: string[] = [];
  const media = new LocalMedia({
    devices: fake?.devices,
    makeStream: fakeStream,
    onState: (next) => state = next,
    onTracks: ({ audio, video }) =>
      sent.push(`${audio ? "audio" : "-"} ${video ? "video" : "-"}`),
  });
  return { media, sent, state: () => state };
}

const WANT = {
  camera: true,
  microphone: true,
  cameraId: null,
  microphoneId: null,
};
const isVideo = (c: MediaStreamConstraints) => Boolean(c.video);

Deno.test("LocalMedia.start() asks for both devices at once", async () => {
  const fake = new FakeDevices();
  fake.list = [
    { kind: "videoinput", deviceId: "c1", label: "Front" },
    { kind: "audioinput", deviceId: "", label: "" },
  ];
  const { media, state } = setUp(fake);
  await media.start(WANT);
  assertEquals(fake.asked.length, 1);
  assertEquals(state().camera.isOn, true);
  assertEquals(state().microphone.isOn, true);
  assertEquals(state().camera.choices, [{ id: "c1", label: "Front" }]);
  assertEquals(state().microphone.choices, []);
});

Deno.test("LocalMedia.start() asks for nothing that is not wanted", async () => {
  const fake = new FakeDevices();
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, camera: false, microphone: false });
  assertEquals(fake.asked, []);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia takes the microphone when the camera is refused, and says why", async () => {
  const fake = new FakeDevices((c) => isVideo(c) ? "NotAllowedError" : null);
  const { media, state } = setUp(fake);
  await media.start(WANT);
  assertEquals(state().camera.problem, "refused");
  assertEquals(state().microphone.isOn, true);
  assertEquals(state().microphone.problem, null);
});

Deno.test("LocalMedia falls back to the system's camera when the one of last time is gone", async () => {
  const fake = new FakeDevices((c) =>
    typeof c.video === "object" && c.video.deviceId
      ? "OverconstrainedError"
      : null
  );
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, cameraId: "gone" });
  assertEquals(state().camera.isOn, true);
  assertEquals(state().camera.deviceId, null);
});

Deno.test("LocalMedia says what is wrong on a page without https", async () => {
  const { media, state } = setUp(null);
  await media.start(WANT);
  assertEquals(state().camera.problem, "insecure");
  assertEquals(state().microphone.problem, "insecure");
});

Deno.test("LocalMedia.setCamera(false) lets go of the camera", async () => {
  const fake = new FakeDevices();
  const { media, state, sent } = setUp(fake);
  await media.start(WANT);
  await media.setCamera(false);
  assertEquals(fake.given.map(isStopped), [false, true]);
  assertEquals(state().preview, null);
  assertEquals(sent.at(-1), "audio -");
  await media.setCamera(true);
  assertEquals(state().camera.isOn, true);
  assertEquals(sent.at(-1), "audio video");
});

Deno.test("LocalMedia.setMicrophone(false) keeps the microphone, silent", async () => {
  const fake = new FakeDevices();
  const { media, state } = setUp(fake);
  await media.start(WANT);
  await media.setMicrophone(false);
  assertEquals(media.tracks.audio?.enabled, false);
  assertEquals(fake.given.map(isStopped), [false, false]);
  assertEquals(state().microphone.isOn, false);
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.enabled, true);
  assertEquals(fake.asked.length, 1);
});

Deno.test("LocalMedia.turnCamera() asks for the other side with the first let go", async () => {
  const fake = new FakeDevices();
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, cameraId: "c1" });
  const first = media.tracks.video;
  assert(first);
  await media.turnCamera();
  assertEquals(isStopped(first), true);
  assertEquals(state().facing, "environment");
  const { video } = fake.asked.at(-1) ?? {};
  assert(typeof video === "object");
  assertEquals(video.facingMode, { ideal: "environment" });
  assertEquals(video.deviceId, undefined);
});

Deno.test("LocalMedia lets go of a camera that comes after it was turned off", async () => {
  const fake = new FakeDevices();
  const { media, state } = setUp(fake);
  const turningOn = media.setCamera(true);
  await media.setCamera(false);
  await turningOn;
  assertEquals(fake.given.map(isStopped), [true]);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia says so when a device is unplugged", async () => {
  const { media, state, sent } = setUp(new FakeDevices());
  await media.start(WANT);
  media.tracks.video?.onended?.(new Event("ended"));
  assertEquals(state().camera.problem, "ended");
  assertEquals(state().camera.isOn, false);
  assertEquals(sent.at(-1), "audio -");
});

Deno.test("LocalMedia.choose() changes the device and remembers it", async () => {
  const fake = new FakeDevices();
  const { media, state } = setUp(fake);
  await media.start(WANT);
  await media.choose("microphone", "m2");
  const { audio } = fake.asked.at(-1) ?? {};
  assert(typeof audio === "object");
  assertEquals(audio.deviceId, { exact: "m2" });
  assertEquals(state().microphone.deviceId, "m2");
});

Deno.test("LocalMedia.stop() lets go of everything", async () => {
  const fake = new FakeDevices();
  const { media } = setUp(fake);
  await media.start(WANT);
  media.stop();
  assertEquals(fake.given.map(isStopped), [true, true]);
  assertEquals(media.tracks, { audio: null, video: null });
});

Deno.test("LocalMedia stays muted when it was muted while the microphone opened", async () => {
  const { media, state } = setUp(new FakeDevices());
  const starting = media.start(WANT);
  await media.setMicrophone(false);
  await starting;
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.enabled, true);
});

Deno.test("LocalMedia.choose() takes another microphone without unmuting", async () => {
  const { media, state } = setUp(new FakeDevices());
  await media.start(WANT);
  await media.setMicrophone(false);
  await media.choose("microphone", "m2");
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
});
