import { assert, assertEquals } from "@std/assert";
import { DEFAULT_MEDIA_SETTINGS } from "../../../../../client/engine/media/media_settings.ts";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import {
  DeviceReacquirer,
  HIDE_GRACE_MS,
  INTERRUPTION_GRACE_MS,
  RESUME_GRACE_MS,
} from "../../../../../client/engine/media/device_reacquirer.ts";
import { LocalMedia } from "../../../../../client/engine/media/local_media.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import { selectSlice, Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import {
  FAKE_MEDIA_ACCESS,
  FakeMediaDevices,
  setTrackMuted,
} from "../../fakes/fake_media.ts";

async function setUp(microphone = true) {
  const clock = new FakeClock();
  const store = new Store(INITIAL_CALL_STATE);
  const fake = new FakeMediaDevices();
  const media = new LocalMedia({
    settings: () => DEFAULT_MEDIA_SETTINGS,
    mediaAccess: FAKE_MEDIA_ACCESS,
    state: selectSlice(store, "media"),
    devices: fake.devices,
    onChange: () => {},
    onTracks: () => {},
    onDeviceList: () => {},
    onInterruption: () => {},
    onDeviceLost: () => {},
  });
  const notices = new Notices(store, clock);
  const reacquirer = new DeviceReacquirer({
    clock,
    state: selectSlice(store, "media"),
    media,
    isCallOver: () => ["left", "refused"].includes(store.get().phase),
    notify: (notice) => notices.post(notice),
  });
  store.subscribe(() => reacquirer.onMediaChange());
  await media.start({
    camera: true,
    microphone: true,
    cameraId: null,
    microphoneId: null,
  });
  await media.setMicrophone(microphone);
  await settlePromises();
  /** Ends the last track of a kind, as the system does. */
  const take = async (kind: string) => {
    const track = fake.grantedTracks.findLast((given) => given.kind === kind);
    track?.onended?.(new Event("ended"));
    await settlePromises();
  };
  return {
    clock,
    store,
    reacquirer,
    take,
    fake,
    isOn: () => store.get().media.camera.isOn,
    kinds: () => store.get().notices.map(({ kind }) => kind),
  };
}

Deno.test("DeviceReacquirer reopens a camera that ended while the page was hidden", async () => {
  const { reacquirer, take, isOn, kinds } = await setUp();
  reacquirer.onPageHidden();
  await take("video");
  assertEquals(isOn(), false);
  reacquirer.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), kinds()], [true, ["camera-back"]]);
});

Deno.test("DeviceReacquirer treats an end shortly after the page became visible as earlier", async () => {
  for (
    const [ms, want] of [[RESUME_GRACE_MS - 1, true], [RESUME_GRACE_MS, false]]
  ) {
    const { clock, reacquirer, take, isOn } = await setUp();
    reacquirer.onPageHidden();
    reacquirer.onPageVisible();
    clock.advance(Number(ms));
    await take("video");
    assertEquals(isOn(), want, `${ms} ms`);
  }
});

Deno.test("DeviceReacquirer does not reopen a camera that was unplugged while the page was visible", async () => {
  const { reacquirer, take, isOn, kinds, clock } = await setUp();
  await take("video");
  clock.advance(HIDE_GRACE_MS);
  reacquirer.onPageHidden();
  reacquirer.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), kinds()], [false, []]);
});

Deno.test("DeviceReacquirer reopens a microphone that ended, unless it was muted", async () => {
  for (const isLoud of [false, true]) {
    const { reacquirer, take, store, fake } = await setUp(isLoud);
    const before = fake.requestedConstraints.length;
    reacquirer.onPageHidden();
    await take("audio");
    reacquirer.onPageVisible();
    await settlePromises();
    assertEquals(store.get().media.microphone.isOn, isLoud);
    assertEquals(fake.requestedConstraints.length - before, isLoud ? 1 : 0);
  }
});

Deno.test("DeviceReacquirer posts no notice when the camera cannot be reopened", async () => {
  const { reacquirer, take, fake, isOn, kinds } = await setUp();
  reacquirer.onPageHidden();
  await take("video");
  fake.errorNameFor = () => "NotReadableError";
  reacquirer.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), kinds()], [false, []]);
});

Deno.test("DeviceReacquirer reopens nothing after the call", async () => {
  for (const phase of ["left", "refused"] as const) {
    const { reacquirer, take, store, isOn } = await setUp();
    reacquirer.onPageHidden();
    await take("video");
    store.set({ phase });
    reacquirer.onPageVisible();
    await settlePromises();
    assertEquals(isOn(), false, phase);
  }
});

Deno.test("DeviceReacquirer reopens a camera that ended just before the page was hidden, as for a phone call", async () => {
  for (const waitMs of [HIDE_GRACE_MS - 1, HIDE_GRACE_MS]) {
    const { clock, reacquirer, take, isOn } = await setUp();
    clock.advance(RESUME_GRACE_MS);
    await take("video");
    assertEquals(isOn(), false);
    clock.advance(waitMs);
    reacquirer.onPageHidden();
    clock.advance(60_000);
    reacquirer.onPageVisible();
    await settlePromises();
    assertEquals(isOn(), waitMs < HIDE_GRACE_MS);
  }
});

Deno.test("DeviceReacquirer opens a microphone again that the system does not give back", async () => {
  for (const comesBack of [true, false]) {
    const { clock, reacquirer, fake, store } = await setUp();
    reacquirer.onPageHidden();
    const track = fake.grantedTracks.find(({ kind }) => kind === "audio");
    assert(track);
    setTrackMuted(track, true);
    assertEquals(store.get().media.microphone.isInterrupted, true);
    const before = fake.grantedTracks.length;
    reacquirer.onPageVisible();
    if (comesBack) setTrackMuted(track, false);
    clock.advance(INTERRUPTION_GRACE_MS);
    await settlePromises();
    assertEquals(fake.grantedTracks.length, before + (comesBack ? 0 : 1));
    const { isOn, isInterrupted } = store.get().media.microphone;
    assertEquals([isOn, isInterrupted], [true, false]);
  }
});
