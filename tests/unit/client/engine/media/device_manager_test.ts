import { assertEquals } from "@std/assert";
import { DEFAULT_MEDIA_SETTINGS } from "../../../../../client/engine/media/media_settings.ts";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import {
  DEVICE_OFFER_MS,
  DeviceManager,
} from "../../../../../client/engine/media/device_manager.ts";
import type { MediaDevice } from "../../../../../client/engine/media/device_list.ts";
import { LocalMedia } from "../../../../../client/engine/media/local_media.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import { selectSlice, Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { FAKE_MEDIA_ACCESS, FakeMediaDevices } from "../../fakes/fake_media.ts";

const device = (
  kind: MediaDevice["kind"],
  id: string,
  groupId = "",
): MediaDevice => ({ kind, id, groupId, label: id });

const BEFORE = [
  device("camera", "c1"),
  device("microphone", "m1"),
  device("speaker", "s1"),
];
const HEADSET = [
  device("microphone", "m2", "headset"),
  device("speaker", "s2", "headset"),
];

function setUp({ canChooseSpeaker = true, isPushToTalk = false } = {}) {
  const clock = new FakeClock();
  const store = new Store(INITIAL_CALL_STATE);
  const media: LocalMedia = new LocalMedia({
    settings: () => DEFAULT_MEDIA_SETTINGS,
    mediaAccess: FAKE_MEDIA_ACCESS,
    state: selectSlice(store, "media"),
    devices: new FakeMediaDevices().devices,
    onChange: () => {},
    onTracks: () => {},
    onDeviceList: () => {},
    onInterruption: () => {},
    onDeviceLost: (kind, replacement) =>
      devices.onDeviceLost(kind, replacement),
  });
  const notices = new Notices(store, clock);
  const devices: DeviceManager = new DeviceManager({
    state: selectSlice(store, "devices"),
    clock,
    notify: (notice, deviceName) => notices.post(notice, deviceName),
    media: () => media,
    makeMeter: () => ({ level: () => 0, stop: () => {} }),
  });
  devices.restorePreferences({
    canChooseSpeaker,
    speakerId: "s1",
    isPushToTalk,
    isSelfMirrored: true,
    detectsMutedSpeech: false,
  });
  devices.onDeviceList(BEFORE, false);
  return {
    clock,
    devices,
    media,
    state: () => store.get(),
    kinds: () => store.get().notices.map((n) => n.kind),
  };
}

Deno.test("DeviceManager offers a new device for a time, and changes nothing by itself", () => {
  const { clock, devices, state } = setUp();
  devices.onDeviceList([...BEFORE, ...HEADSET], true);
  assertEquals(state().devices.offer?.ids, { microphone: "m2", speaker: "s2" });
  assertEquals(state().devices.speaker.deviceId, "s1");
  assertEquals(state().media.microphone.deviceId, null);
  clock.advance(DEVICE_OFFER_MS - 1);
  assertEquals(state().devices.offer?.label, "m2");
  clock.advance(1);
  assertEquals(state().devices.offer, null);
});

Deno.test("DeviceManager.acceptOffer() uses all entries of the new device", () => {
  const { devices, state } = setUp();
  devices.onDeviceList([...BEFORE, ...HEADSET], true);
  assertEquals(devices.acceptOffer(), { microphone: "m2", speaker: "s2" });
  assertEquals(state().media.microphone.deviceId, "m2");
  assertEquals(state().devices.speaker.deviceId, "s2");
  assertEquals(state().devices.offer, null);
  assertEquals(devices.acceptOffer(), {});
});

Deno.test("DeviceManager withdraws an offer when the device is removed again", () => {
  const { devices, state } = setUp();
  devices.onDeviceList([...BEFORE, ...HEADSET], true);
  devices.onDeviceList(BEFORE, true);
  assertEquals(state().devices.offer, null);
});

Deno.test("DeviceManager offers nothing at the first list, nor when ids become visible", () => {
  const { devices, state } = setUp();
  devices.onDeviceList([...BEFORE, ...HEADSET], false);
  assertEquals(state().devices.offer, null);
});

Deno.test("DeviceManager does not offer a speaker that the browser cannot choose", () => {
  const { devices, state } = setUp({ canChooseSpeaker: false });
  devices.onDeviceList([...BEFORE, device("speaker", "s2")], true);
  assertEquals(state().devices.offer, null);
  devices.onDeviceList([...BEFORE, ...HEADSET], true);
  assertEquals(state().devices.offer?.ids, { microphone: "m2" });
});

Deno.test("DeviceManager posts a notice when the speaker is unplugged or fails", () => {
  const { devices, state, kinds } = setUp();
  devices.onDeviceList([...BEFORE.slice(0, 2), device("speaker", "s3")], true);
  assertEquals(state().devices.speaker.deviceId, null);
  assertEquals(kinds(), ["speaker-lost"]);
  devices.chooseSpeaker("s3");
  devices.onSpeakerFailed("s1");
  assertEquals(state().devices.speaker.deviceId, "s3");
  devices.onSpeakerFailed("s3");
  assertEquals(state().devices.speaker.deviceId, null);
  assertEquals(kinds(), ["speaker-lost", "speaker-lost"]);
});

Deno.test("DeviceManager posts no notice about a saved speaker that is not connected", () => {
  const { devices, state, kinds } = setUp();
  devices.restorePreferences({
    canChooseSpeaker: true,
    speakerId: "gone",
    isPushToTalk: false,
    isSelfMirrored: true,
    detectsMutedSpeech: false,
  });
  devices.onDeviceList(BEFORE, false);
  assertEquals([state().devices.speaker.deviceId, kinds()], [null, []]);
});

Deno.test("DeviceManager posts a notice with the replacement of a lost device", () => {
  const { devices, state } = setUp();
  devices.onDeviceLost("camera", device("camera", "Desk"));
  devices.onDeviceLost("microphone", null);
  assertEquals(
    state().notices.map(({ kind, name }) => `${kind} ${name}`),
    ["camera-replaced Desk", "microphone-ended "],
  );
});

Deno.test("DeviceManager enables push to talk with the call, not in the lobby", async () => {
  const { devices, media, state } = setUp({ isPushToTalk: true });
  await media.setMicrophone(true);
  assertEquals(state().devices.pushToTalk.isEnabled, false);
  devices.resetPushToTalk();
  await settlePromises();
  assertEquals(state().media.microphone.isOn, false);
  devices.pushToTalk.press();
  assertEquals(media.tracks.audio?.enabled, true);
  devices.pushToTalk.release();
  assertEquals(media.tracks.audio?.enabled, false);
});
