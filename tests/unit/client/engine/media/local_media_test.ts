import { assert, assertEquals } from "@std/assert";
import { DEFAULT_MEDIA_SETTINGS } from "../../../../../client/engine/media/media_settings.ts";
import { LocalMedia } from "../../../../../client/engine/media/local_media.ts";
import {
  type MediaState,
  NO_MEDIA,
} from "../../../../../client/engine/media/media_state.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import {
  FAKE_MEDIA_ACCESS,
  FakeMediaDevices,
  isTrackStopped,
  setTrackMuted,
} from "../../fakes/fake_media.ts";
import {
  BOTH_DEVICES,
  makeLocalMedia,
  openWithTwoOfEach,
  TWO_OF_EACH,
} from "./local_media_fixture.ts";

const isVideo = (c: MediaStreamConstraints) => Boolean(c.video);

Deno.test("LocalMedia.start() requests both devices at once", async () => {
  const fake = new FakeMediaDevices();
  fake.deviceList = [
    { kind: "videoinput", deviceId: "c1", label: "Front" },
    { kind: "audioinput", deviceId: "", label: "" },
  ];
  const { media, state } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  assertEquals(fake.requestedConstraints.length, 1);
  assertEquals(state().camera.isOn, true);
  assertEquals(state().microphone.isOn, true);
  assertEquals(state().camera.choices, [{ id: "c1", label: "Front" }]);
  assertEquals(state().microphone.choices, []);
});

Deno.test("LocalMedia.start() requests nothing that is off", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  await media.start({ ...BOTH_DEVICES, camera: false, microphone: false });
  assertEquals(fake.requestedConstraints, []);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia opens the microphone when the camera is refused, and reports the problem", async () => {
  const fake = new FakeMediaDevices((c) =>
    isVideo(c) ? "NotAllowedError" : null
  );
  const { media, state } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  assertEquals(state().camera.problem, "refused");
  assertEquals(state().microphone.isOn, true);
  assertEquals(state().microphone.problem, null);
});

Deno.test("LocalMedia uses the default camera when the saved one is not connected", async () => {
  const fake = new FakeMediaDevices((c) =>
    typeof c.video === "object" && c.video.deviceId
      ? "OverconstrainedError"
      : null
  );
  const { media, state } = makeLocalMedia(fake);
  await media.start({ ...BOTH_DEVICES, cameraId: "gone" });
  assertEquals(state().camera.isOn, true);
  assertEquals(state().camera.deviceId, null);
});

Deno.test("LocalMedia reports the problem of a page without https", async () => {
  const { media, state } = makeLocalMedia(null);
  await media.start(BOTH_DEVICES);
  assertEquals(state().camera.problem, "insecure");
  assertEquals(state().microphone.problem, "insecure");
});

Deno.test("LocalMedia.setCamera(false) closes the camera", async () => {
  const fake = new FakeMediaDevices();
  const { media, state, sent } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  await media.setCamera(false);
  assertEquals(fake.grantedTracks.map(isTrackStopped), [false, true]);
  assertEquals(state().preview, null);
  assertEquals(sent.at(-1), "audio -");
  await media.setCamera(true);
  assertEquals(state().camera.isOn, true);
  assertEquals(sent.at(-1), "audio video");
});

Deno.test("LocalMedia.setMicrophone(false) mutes and keeps the microphone open", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  await media.setMicrophone(false);
  assertEquals(media.tracks.audio?.enabled, false);
  assertEquals(fake.grantedTracks.map(isTrackStopped), [false, false]);
  assertEquals(state().microphone.isOn, false);
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.enabled, true);
  assertEquals(fake.requestedConstraints.length, 1);
});

Deno.test("LocalMedia.switchCamera() closes the camera before it requests the other one", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  await media.start({ ...BOTH_DEVICES, cameraId: "c1" });
  const first = media.tracks.video;
  assert(first);
  await media.switchCamera();
  assertEquals(isTrackStopped(first), true);
  assertEquals(state().facing, "environment");
  const { video } = fake.requestedConstraints.at(-1) ?? {};
  assert(typeof video === "object");
  assertEquals(video.facingMode, { ideal: "environment" });
  assertEquals(video.deviceId, undefined);
});

Deno.test("LocalMedia closes a camera that opens after it was turned off", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  const turningOn = media.setCamera(true);
  await media.setCamera(false);
  await turningOn;
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true]);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia reports a device that was unplugged", async () => {
  const { media, state, sent, lost } = makeLocalMedia(new FakeMediaDevices());
  await media.start(BOTH_DEVICES);
  media.tracks.video?.onended?.(new Event("ended"));
  assertEquals(state().camera.problem, "ended");
  assertEquals(state().camera.isOn, false);
  assertEquals(sent.at(-1), "audio -");
  await settlePromises();
  assertEquals(lost, ["camera: nothing"]);
});

Deno.test("LocalMedia.chooseDevice() switches the device and stores the choice", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  await media.chooseDevice("microphone", "m2");
  const { audio } = fake.requestedConstraints.at(-1) ?? {};
  assert(typeof audio === "object");
  assertEquals(audio.deviceId, { exact: "m2" });
  assertEquals(state().microphone.deviceId, "m2");
});

Deno.test("LocalMedia.stop() closes both devices", async () => {
  const fake = new FakeMediaDevices();
  const { media } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  media.stop();
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals(media.tracks, { audio: null, video: null });
});

Deno.test("LocalMedia stays muted when it was muted while the microphone opened", async () => {
  const { media, state } = makeLocalMedia(new FakeMediaDevices());
  const starting = media.start(BOTH_DEVICES);
  await media.setMicrophone(false);
  await starting;
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.enabled, true);
});

Deno.test("LocalMedia.chooseDevice() switches the microphone without unmuting", async () => {
  const { media, state } = makeLocalMedia(new FakeMediaDevices());
  await media.start(BOTH_DEVICES);
  await media.setMicrophone(false);
  await media.chooseDevice("microphone", "m2");
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
});

Deno.test("LocalMedia.chooseDevice() keeps a device off, and uses the choice later", async () => {
  const { media, state, fake } = await openWithTwoOfEach();
  await media.setCamera(false);
  await media.chooseDevice("camera", "c2");
  assertEquals([state().camera.isOn, fake.requestedConstraints.length], [
    false,
    1,
  ]);
  await media.setCamera(true);
  assertEquals(state().camera.activeDeviceId, "c2");
});

Deno.test("LocalMedia.chooseDevice() opens a device in place of one with a problem", async () => {
  const fake = new FakeMediaDevices((c) =>
    typeof c.audio === "object" && !c.audio.deviceId ? "NotReadableError" : null
  );
  fake.deviceList = [...TWO_OF_EACH];
  const { media, state } = makeLocalMedia(fake);
  await media.start({ ...BOTH_DEVICES, camera: false });
  assertEquals(state().microphone.problem, "busy");
  await media.chooseDevice("microphone", "m2");
  assertEquals(state().microphone.isOn, true);
});

Deno.test("LocalMedia.openMicrophoneMuted() opens a muted microphone", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = makeLocalMedia(fake);
  await media.start({ ...BOTH_DEVICES, microphone: false });
  await media.openMicrophoneMuted();
  assertEquals(media.tracks.audio?.enabled, false);
  await media.setMicrophone(true);
  assertEquals([state().microphone.isOn, fake.requestedConstraints.length], [
    true,
    2,
  ]);
});

Deno.test("LocalMedia detects the direction of a chosen camera", async () => {
  const { media, state, fake } = await openWithTwoOfEach();
  assertEquals(state().facing, "user");
  const ask = fake.getUserMedia.bind(fake);
  fake.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    const [track] = stream.getVideoTracks();
    if (track) track.getSettings().facingMode = "environment";
    return stream;
  };
  await media.chooseDevice("camera", "c2");
  assertEquals(state().facing, "environment");
});

Deno.test("LocalMedia.stop() during a request for one device keeps the other closed", async () => {
  const gate = Promise.withResolvers<void>();
  const fake = new FakeMediaDevices();
  const give = fake.getUserMedia.bind(fake);
  let asked = 0;
  fake.getUserMedia = async (constraints: MediaStreamConstraints) => {
    asked++;
    if (asked === 2) await gate.promise;
    if (asked <= 2) throw new DOMException("busy", "NotReadableError");
    return await give(constraints);
  };
  const media = new LocalMedia({
    settings: () => DEFAULT_MEDIA_SETTINGS,
    mediaAccess: FAKE_MEDIA_ACCESS,
    devices: fake.devices,
    state: new Store<MediaState>(NO_MEDIA),
    onChange: () => {},
    onTracks: () => {},
    onDeviceList: () => {},
    onInterruption: () => {},
    onDeviceLost: () => {},
  });
  const started = media.start({
    camera: true,
    microphone: true,
    cameraId: null,
    microphoneId: null,
  });
  await settlePromises();
  media.stop();
  gate.resolve();
  await started;
  assertEquals(media.tracks, { audio: null, video: null });
});

Deno.test("LocalMedia shows what the system takes and gives back, and opens a device again on request", async () => {
  const fake = new FakeMediaDevices();
  const { media, state, interruptions } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  const [audio, video] = fake.grantedTracks;
  assert(audio && video);
  setTrackMuted(video, true);
  setTrackMuted(audio, true);
  const interrupted = () => [
    state().camera.isInterrupted,
    state().microphone.isInterrupted,
  ];
  assertEquals(interrupted(), [true, true]);
  assertEquals([state().camera.isOn, state().microphone.isOn], [true, true]);
  setTrackMuted(video, false);
  assertEquals(interrupted(), [false, true]);
  await media.setMicrophone(true);
  assertEquals(fake.grantedTracks.length, 3);
  assertEquals(interrupted(), [false, false]);
  assertEquals(interruptions, [
    "camera taken",
    "microphone taken",
    "camera back",
  ]);
});

Deno.test("LocalMedia opens an interrupted device again when the devices change, and no other", async () => {
  const fake = new FakeMediaDevices();
  const { media } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  const [audio] = fake.grantedTracks;
  assert(audio);
  setTrackMuted(audio, true);
  await media.refreshDevices(true);
  assertEquals(fake.grantedTracks.map(({ kind }) => kind), [
    "audio",
    "video",
    "audio",
  ]);
  await media.refreshDevices(true);
  assertEquals(fake.grantedTracks.length, 3);
});

Deno.test("LocalMedia does not report an interruption of a muted microphone, which stays muted", async () => {
  const fake = new FakeMediaDevices();
  const { media, interruptions } = makeLocalMedia(fake);
  await media.start(BOTH_DEVICES);
  await media.setMicrophone(false);
  const [audio] = fake.grantedTracks;
  assert(audio);
  setTrackMuted(audio, true);
  setTrackMuted(audio, false);
  assertEquals([interruptions, audio.enabled], [[], false]);
});
