import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import {
  DeviceReacquirer,
  RESUME_GRACE_MS,
} from "../../../../../client/engine/media/device_reacquirer.ts";
import { LocalMedia } from "../../../../../client/engine/media/local_media.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { FakeMediaDevices, makeFakeStream } from "../../fakes/fake_media.ts";

async function setUp(microphone = true) {
  const clock = new FakeClock();
  const store = new Store(INITIAL_CALL_STATE);
  const fake = new FakeMediaDevices();
  const media = new LocalMedia({
    devices: fake.devices,
    makeStream: makeFakeStream,
    onState: (state) => store.set({ media: state }),
    onTracks: () => {},
    onDeviceList: () => {},
    onDeviceLost: () => {},
  });
  const notices = new Notices(store, clock);
  const returning = new DeviceReacquirer({ clock, store, media, notices });
  await media.start({
    camera: true,
    microphone: true,
    cameraId: null,
    microphoneId: null,
  });
  await media.setMicrophone(microphone);
  await settlePromises();
  /** The system takes the last track of a kind. */
  const take = async (kind: string) => {
    const track = fake.grantedTracks.findLast((given) => given.kind === kind);
    track?.onended?.(new Event("ended"));
    await settlePromises();
  };
  return {
    clock,
    store,
    returning,
    take,
    fake,
    isOn: () => store.get().media.camera.isOn,
    said: () => store.get().notices.map(({ kind }) => kind),
  };
}

Deno.test("A camera that was taken while the page was hidden comes back, and it is said", async () => {
  const { returning, take, isOn, said } = await setUp();
  returning.onPageHidden();
  await take("video");
  assertEquals(isOn(), false);
  returning.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), said()], [true, ["camera-back"]]);
});

Deno.test("An end that is told just after waking up counts as before it, a later one as unplugged", async () => {
  for (
    const [ms, want] of [[RESUME_GRACE_MS - 1, true], [RESUME_GRACE_MS, false]]
  ) {
    const { clock, returning, take, isOn } = await setUp();
    returning.onPageHidden();
    returning.onPageVisible();
    clock.advance(Number(ms));
    await take("video");
    assertEquals(isOn(), want, `${ms} ms`);
  }
});

Deno.test("A camera that is unplugged in plain sight stays off, also after the next sleep", async () => {
  const { returning, take, isOn, said } = await setUp();
  await take("video");
  returning.onPageHidden();
  returning.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), said()], [false, []]);
});

Deno.test("A muted microphone that was taken stays as it is, a loud one comes back", async () => {
  for (const isLoud of [false, true]) {
    const { returning, take, store, fake } = await setUp(isLoud);
    const before = fake.requestedConstraints.length;
    returning.onPageHidden();
    await take("audio");
    returning.onPageVisible();
    await settlePromises();
    assertEquals(store.get().media.microphone.isOn, isLoud);
    assertEquals(fake.requestedConstraints.length - before, isLoud ? 1 : 0);
  }
});

Deno.test("A camera that cannot be had again is not said to be back", async () => {
  const { returning, take, fake, isOn, said } = await setUp();
  returning.onPageHidden();
  await take("video");
  fake.errorNameFor = () => "NotReadableError";
  returning.onPageVisible();
  await settlePromises();
  assertEquals([isOn(), said()], [false, []]);
});

Deno.test("What was taken in a call stays shut after it", async () => {
  for (const phase of ["left", "refused"] as const) {
    const { returning, take, store, isOn } = await setUp();
    returning.onPageHidden();
    await take("video");
    store.set({ phase });
    returning.onPageVisible();
    await settlePromises();
    assertEquals(isOn(), false, phase);
  }
});
