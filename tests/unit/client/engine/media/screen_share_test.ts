import { assert, assertEquals } from "@std/assert";
import { Store } from "../../../../../client/engine/store.ts";
import {
  type DisplayDevicesLike,
  NO_SCREEN,
  ScreenShare,
  type ScreenState,
} from "../../../../../client/engine/media/screen_share.ts";
import {
  FakeMediaDevices,
  isTrackStopped,
  makeFakeStream,
} from "../../fakes/fake_media.ts";

function setUp(devices: DisplayDevicesLike | undefined) {
  const told = { tracks: 0, failures: 0 };
  const states: ScreenState[] = [];
  const state = new Store<ScreenState>(NO_SCREEN);
  const share = new ScreenShare({
    state,
    devices,
    makeStream: makeFakeStream,
    onChange: () => states.push(state.get()),
    onTracks: () => told.tracks++,
    onFailure: () => told.failures++,
  });
  return { share, states, told };
}

Deno.test("ScreenShare.start() sends the screen with its sound, sharp rather than smooth", async () => {
  const { share, told, states } = setUp(new FakeMediaDevices().devices);
  await share.start();
  const { screen, screenAudio } = share.tracks;
  assertEquals(screen?.contentHint, "detail");
  assertEquals(screenAudio?.contentHint, "music");
  assertEquals(states.map((s) => [s.isChoosing, s.isSharing]), [
    [true, false],
    [false, true],
  ]);
  assertEquals(told, { tracks: 1, failures: 0 });
});

Deno.test("ScreenShare shares without sound where there is none", async () => {
  const fake = new FakeMediaDevices();
  fake.screenTrackKinds = ["video"];
  const { share } = setUp(fake.devices);
  await share.start();
  assertEquals(share.tracks.screenAudio, null);
  assertEquals(share.state.isSharing, true);
});

Deno.test("ScreenShare.stop() lets go of both tracks", async () => {
  const fake = new FakeMediaDevices();
  const { share, told } = setUp(fake.devices);
  await share.start();
  share.stop();
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals(share.tracks, { screen: null, screenAudio: null });
  assertEquals([share.state.isSharing, share.state.preview], [false, null]);
  assertEquals(told.tracks, 2);
});

Deno.test("ScreenShare stops when the browser's own bar ends it", async () => {
  const fake = new FakeMediaDevices();
  const { share } = setUp(fake.devices);
  await share.start();
  share.tracks.screen?.onended?.(new Event("ended"));
  assertEquals(share.state.isSharing, false);
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
});

Deno.test("ScreenShare says nothing when the person changes their mind", async () => {
  const { share, told } = setUp(
    new FakeMediaDevices(() => "NotAllowedError").devices,
  );
  await share.start();
  assertEquals(told, { tracks: 0, failures: 0 });
  assertEquals(share.state.isChoosing, false);
});

Deno.test("ScreenShare tells when the system does not let it", async () => {
  const { share, told } = setUp(
    new FakeMediaDevices(() => "NotReadableError").devices,
  );
  await share.start();
  assertEquals(told.failures, 1);
});

Deno.test("ScreenShare lets go of a screen that is chosen after it was stopped", async () => {
  const fake = new FakeMediaDevices();
  const { share, told } = setUp(fake.devices);
  const started = share.start();
  share.stop();
  await started;
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals([share.state.isSharing, told.tracks], [false, 0]);
});

Deno.test("ScreenShare asks once at a time", async () => {
  const fake = new FakeMediaDevices();
  const { share } = setUp(fake.devices);
  await Promise.all([share.start(), share.start()]);
  await share.start();
  assertEquals(fake.grantedTracks.length, 2);
});

Deno.test("ScreenShare knows a browser that cannot share", async () => {
  for (const devices of [undefined, {}]) {
    const { share, states } = setUp(devices);
    assert(!share.state.isSupported);
    await share.start();
    assertEquals(states, []);
  }
});
