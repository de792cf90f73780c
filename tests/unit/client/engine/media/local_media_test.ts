import { assert, assertEquals } from "@std/assert";
import { LocalMedia } from "../../../../../client/engine/media/local_media.ts";
import {
  type MediaState,
  NO_MEDIA,
} from "../../../../../client/engine/media/media_state.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { DEFAULT_AUDIO_PROCESSING } from "../../../../../client/engine/media/audio_processing.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import {
  FakeMediaDevices,
  isTrackStopped,
  makeFakeStream,
} from "../../fakes/fake_media.ts";

function setUp(fake: FakeMediaDevices | null) {
  const state = new Store<MediaState>(NO_MEDIA);
  const sent: string[] = [];
  const lost: string[] = [];
  const media = new LocalMedia({
    state,
    devices: fake?.devices,
    makeStream: makeFakeStream,
    onChange: () => {},
    onTracks: ({ audio, video }) =>
      sent.push(`${audio ? "audio" : "-"} ${video ? "video" : "-"}`),
    onDeviceList: () => {},
    onDeviceLost: (kind, replacement) =>
      lost.push(`${kind}: ${replacement?.label ?? "nothing"}`),
  });
  return { media, sent, lost, state: () => state.get() };
}

const WANT = {
  camera: true,
  microphone: true,
  cameraId: null,
  microphoneId: null,
};
const isVideo = (c: MediaStreamConstraints) => Boolean(c.video);

Deno.test("LocalMedia.start() requests both devices at once", async () => {
  const fake = new FakeMediaDevices();
  fake.deviceList = [
    { kind: "videoinput", deviceId: "c1", label: "Front" },
    { kind: "audioinput", deviceId: "", label: "" },
  ];
  const { media, state } = setUp(fake);
  await media.start(WANT);
  assertEquals(fake.requestedConstraints.length, 1);
  assertEquals(state().camera.isOn, true);
  assertEquals(state().microphone.isOn, true);
  assertEquals(state().camera.choices, [{ id: "c1", label: "Front" }]);
  assertEquals(state().microphone.choices, []);
});

Deno.test("LocalMedia.start() requests nothing that is off", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, camera: false, microphone: false });
  assertEquals(fake.requestedConstraints, []);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia opens the microphone when the camera is refused, and reports the problem", async () => {
  const fake = new FakeMediaDevices((c) =>
    isVideo(c) ? "NotAllowedError" : null
  );
  const { media, state } = setUp(fake);
  await media.start(WANT);
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
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, cameraId: "gone" });
  assertEquals(state().camera.isOn, true);
  assertEquals(state().camera.deviceId, null);
});

Deno.test("LocalMedia reports the problem of a page without https", async () => {
  const { media, state } = setUp(null);
  await media.start(WANT);
  assertEquals(state().camera.problem, "insecure");
  assertEquals(state().microphone.problem, "insecure");
});

Deno.test("LocalMedia.setCamera(false) closes the camera", async () => {
  const fake = new FakeMediaDevices();
  const { media, state, sent } = setUp(fake);
  await media.start(WANT);
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
  const { media, state } = setUp(fake);
  await media.start(WANT);
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
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, cameraId: "c1" });
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
  const { media, state } = setUp(fake);
  const turningOn = media.setCamera(true);
  await media.setCamera(false);
  await turningOn;
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true]);
  assertEquals(state().camera.isOn, false);
});

Deno.test("LocalMedia reports a device that was unplugged", async () => {
  const { media, state, sent, lost } = setUp(new FakeMediaDevices());
  await media.start(WANT);
  media.tracks.video?.onended?.(new Event("ended"));
  assertEquals(state().camera.problem, "ended");
  assertEquals(state().camera.isOn, false);
  assertEquals(sent.at(-1), "audio -");
  await settlePromises();
  assertEquals(lost, ["camera: nothing"]);
});

Deno.test("LocalMedia.chooseDevice() switches the device and stores the choice", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = setUp(fake);
  await media.start(WANT);
  await media.chooseDevice("microphone", "m2");
  const { audio } = fake.requestedConstraints.at(-1) ?? {};
  assert(typeof audio === "object");
  assertEquals(audio.deviceId, { exact: "m2" });
  assertEquals(state().microphone.deviceId, "m2");
});

Deno.test("LocalMedia.stop() closes both devices", async () => {
  const fake = new FakeMediaDevices();
  const { media } = setUp(fake);
  await media.start(WANT);
  media.stop();
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals(media.tracks, { audio: null, video: null });
});

Deno.test("LocalMedia stays muted when it was muted while the microphone opened", async () => {
  const { media, state } = setUp(new FakeMediaDevices());
  const starting = media.start(WANT);
  await media.setMicrophone(false);
  await starting;
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.enabled, true);
});

Deno.test("LocalMedia.chooseDevice() switches the microphone without unmuting", async () => {
  const { media, state } = setUp(new FakeMediaDevices());
  await media.start(WANT);
  await media.setMicrophone(false);
  await media.chooseDevice("microphone", "m2");
  assertEquals(state().microphone.isOn, false);
  assertEquals(media.tracks.audio?.enabled, false);
});

const TWO_OF_EACH = [
  { kind: "videoinput", deviceId: "c1", groupId: "g1", label: "Front" },
  { kind: "videoinput", deviceId: "c2", groupId: "g2", label: "Desk" },
  { kind: "audioinput", deviceId: "m1", groupId: "g1", label: "Built-in" },
  { kind: "audioinput", deviceId: "m2", groupId: "g3", label: "Headset" },
];

async function withTwoOfEach() {
  const fake = new FakeMediaDevices();
  fake.deviceList = [...TWO_OF_EACH];
  const it = { fake, ...setUp(fake) };
  await it.media.start(WANT);
  const unplug = (id: string) =>
    fake.deviceList = fake.deviceList.filter((d) => d.deviceId !== id);
  return { ...it, unplug };
}

Deno.test("LocalMedia replaces a camera that was unplugged", async () => {
  const { media, state, lost, sent, unplug } = await withTwoOfEach();
  assertEquals(state().camera.activeDeviceId, "c1");
  unplug("c1");
  media.tracks.video?.onended?.(new Event("ended"));
  await settlePromises();
  assertEquals(state().camera.activeDeviceId, "c2");
  assertEquals([state().camera.isOn, state().camera.problem], [true, null]);
  assertEquals(lost, ["camera: Desk"]);
  assertEquals(sent.at(-1), "audio video");
});

Deno.test("LocalMedia does not replace a camera that another app took", async () => {
  const { media, state, lost, fake } = await withTwoOfEach();
  media.tracks.video?.onended?.(new Event("ended"));
  await settlePromises();
  assertEquals(state().camera.problem, "ended");
  assertEquals(lost, ["camera: nothing"]);
  assertEquals(fake.requestedConstraints.length, 1);
});

Deno.test("LocalMedia replaces a device when a later list lacks it", async () => {
  const { media, state, lost, unplug } = await withTwoOfEach();
  media.tracks.video?.onended?.(new Event("ended"));
  await settlePromises();
  unplug("c1");
  await media.refreshDevices(true);
  assertEquals(state().camera.activeDeviceId, "c2");
  assertEquals(lost, ["camera: nothing", "camera: Desk"]);
});

Deno.test("LocalMedia replaces an unplugged microphone without unmuting", async () => {
  const { media, state, lost, unplug } = await withTwoOfEach();
  await media.setMicrophone(false);
  const first = media.tracks.audio;
  assert(first);
  unplug("m1");
  await media.refreshDevices(true);
  assertEquals(isTrackStopped(first), true);
  assertEquals(state().microphone.activeDeviceId, "m2");
  assertEquals(media.tracks.audio?.enabled, false);
  assertEquals(lost, ["microphone: Headset"]);
});

Deno.test("LocalMedia keeps the device in use when another is unplugged", async () => {
  const { media, fake, lost, unplug } = await withTwoOfEach();
  unplug("c2");
  await media.refreshDevices(true);
  assertEquals([fake.requestedConstraints.length, lost], [1, []]);
});

Deno.test("LocalMedia does not reopen a camera that was off when it was unplugged", async () => {
  const { media, state, lost, unplug } = await withTwoOfEach();
  await media.setCamera(false);
  unplug("c1");
  await media.refreshDevices(true);
  assertEquals([state().camera.isOn, state().camera.problem], [false, null]);
  assertEquals(lost, []);
});

Deno.test("LocalMedia does not replace a camera that the person turned off meanwhile", async () => {
  const { media, state, fake, unplug } = await withTwoOfEach();
  unplug("c1");
  media.tracks.video?.onended?.(new Event("ended"));
  await media.setCamera(false);
  await settlePromises();
  assertEquals(state().camera.isOn, false);
  assertEquals(fake.requestedConstraints.length, 1);
});

Deno.test("LocalMedia.chooseDevice() keeps a device off, and uses the choice later", async () => {
  const { media, state, fake } = await withTwoOfEach();
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
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, camera: false });
  assertEquals(state().microphone.problem, "busy");
  await media.chooseDevice("microphone", "m2");
  assertEquals(state().microphone.isOn, true);
});

Deno.test("LocalMedia.setAudioProcessing() reopens the microphone where the browser does not apply the option", async () => {
  const { media, state, fake } = await withTwoOfEach();
  await media.setMicrophone(false);
  await media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  const { audio } = fake.requestedConstraints.at(-1) ?? {};
  assert(typeof audio === "object");
  assertEquals(audio.echoCancellation, false);
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, false);
  assertEquals(media.tracks.audio?.enabled, false);
  assertEquals(state().audioProcessing.echoCancellation, false);
});

Deno.test("LocalMedia.setAudioProcessing() is stored while there is no microphone", async () => {
  const fake = new FakeMediaDevices();
  const { media } = setUp(fake);
  await media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    noiseSuppression: false,
  });
  assertEquals(fake.requestedConstraints, []);
  await media.setMicrophone(true);
  const { audio } = fake.requestedConstraints.at(-1) ?? {};
  assert(typeof audio === "object");
  assertEquals(audio.noiseSuppression, false);
});

Deno.test("LocalMedia.openMicrophoneMuted() opens a muted microphone", async () => {
  const fake = new FakeMediaDevices();
  const { media, state } = setUp(fake);
  await media.start({ ...WANT, microphone: false });
  await media.openMicrophoneMuted();
  assertEquals(media.tracks.audio?.enabled, false);
  await media.setMicrophone(true);
  assertEquals([state().microphone.isOn, fake.requestedConstraints.length], [
    true,
    2,
  ]);
});

Deno.test("LocalMedia detects the direction of a chosen camera", async () => {
  const { media, state, fake } = await withTwoOfEach();
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

Deno.test("LocalMedia.setAudioProcessing() applies the last change while the microphone opens", async () => {
  const { media } = await withTwoOfEach();
  const first = media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  await settlePromises();
  await media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    noiseSuppression: false,
  });
  await first;
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, true);
  const opening = media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  const last = media.setAudioProcessing(DEFAULT_AUDIO_PROCESSING);
  await Promise.all([opening, last]);
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, true);
});

Deno.test("LocalMedia.setAudioProcessing() applies to a microphone that is opening", async () => {
  const fake = new FakeMediaDevices();
  fake.deviceList = [...TWO_OF_EACH];
  const { media } = setUp(fake);
  const starting = media.start({ ...WANT, camera: false });
  await media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  await starting;
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, false);
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, false]);
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
    devices: fake.devices,
    makeStream: makeFakeStream,
    state: new Store<MediaState>(NO_MEDIA),
    onChange: () => {},
    onTracks: () => {},
    onDeviceList: () => {},
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
