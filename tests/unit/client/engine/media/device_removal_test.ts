import { assert, assertEquals } from "@std/assert";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { isTrackStopped } from "../../fakes/fake_media.ts";
import { openWithTwoOfEach } from "./local_media_fixture.ts";

Deno.test("LocalMedia replaces a camera that was unplugged", async () => {
  const { media, state, lost, sent, unplug } = await openWithTwoOfEach();
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
  const { media, state, lost, fake } = await openWithTwoOfEach();
  media.tracks.video?.onended?.(new Event("ended"));
  await settlePromises();
  assertEquals(state().camera.problem, "ended");
  assertEquals(lost, ["camera: nothing"]);
  assertEquals(fake.requestedConstraints.length, 1);
});

Deno.test("LocalMedia replaces a device when a later list lacks it", async () => {
  const { media, state, lost, unplug } = await openWithTwoOfEach();
  media.tracks.video?.onended?.(new Event("ended"));
  await settlePromises();
  unplug("c1");
  await media.refreshDevices(true);
  assertEquals(state().camera.activeDeviceId, "c2");
  assertEquals(lost, ["camera: nothing", "camera: Desk"]);
});

Deno.test("LocalMedia replaces an unplugged microphone without unmuting", async () => {
  const { media, state, lost, unplug } = await openWithTwoOfEach();
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
  const { media, fake, lost, unplug } = await openWithTwoOfEach();
  unplug("c2");
  await media.refreshDevices(true);
  assertEquals([fake.requestedConstraints.length, lost], [1, []]);
});

Deno.test("LocalMedia does not reopen a camera that was off when it was unplugged", async () => {
  const { media, state, lost, unplug } = await openWithTwoOfEach();
  await media.setCamera(false);
  unplug("c1");
  await media.refreshDevices(true);
  assertEquals([state().camera.isOn, state().camera.problem], [false, null]);
  assertEquals(lost, []);
});

Deno.test("LocalMedia does not replace a camera that the person turned off meanwhile", async () => {
  const { media, state, fake, unplug } = await openWithTwoOfEach();
  unplug("c1");
  media.tracks.video?.onended?.(new Event("ended"));
  await media.setCamera(false);
  await settlePromises();
  assertEquals(state().camera.isOn, false);
  assertEquals(fake.requestedConstraints.length, 1);
});
