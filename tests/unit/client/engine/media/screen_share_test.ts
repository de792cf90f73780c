import { assert, assertEquals } from "@std/assert";
import { Store } from "../../../../../client/engine/store.ts";
import {
  type DisplayDevicesLike,
  NO_SCREEN,
  ScreenShare,
  type ScreenState,
} from "../../../../../client/engine/media/screen_share.ts";
import { FakeMediaDevices, isTrackStopped } from "../../fakes/fake_media.ts";

function setUp(devices: DisplayDevicesLike | undefined) {
  const told = { tracks: 0, failures: 0, dropped: 0 };
  const states: ScreenState[] = [];
  const content = { isMotion: false };
  const state = new Store<ScreenState>(NO_SCREEN);
  const share = new ScreenShare({
    state,
    devices,
    isMotion: () => content.isMotion,
    onChange: () => states.push(state.get()),
    onTracks: () => told.tracks++,
    onFailure: () => told.failures++,
    onSoundDropped: () => told.dropped++,
  });
  return { share, states, told, content };
}

Deno.test("ScreenShare.start() sends the screen with its audio, with text kept sharp", async () => {
  const { share, told, states } = setUp(new FakeMediaDevices().devices);
  await share.start();
  const { screen, screenAudio } = share.tracks;
  assertEquals(screen?.contentHint, "detail");
  assertEquals(screenAudio?.contentHint, "music");
  assertEquals(states.map((s) => [s.isChoosing, s.isSharing]), [
    [true, false],
    [false, true],
  ]);
  assertEquals(told, { tracks: 1, failures: 0, dropped: 0 });
});

Deno.test("ScreenShare shares without audio where there is none", async () => {
  const fake = new FakeMediaDevices();
  fake.screenTrackKinds = ["video"];
  const { share } = setUp(fake.devices);
  await share.start();
  assertEquals(share.tracks.screenAudio, null);
  assertEquals(share.state.isSharing, true);
});

Deno.test("ScreenShare.stop() stops both tracks", async () => {
  const fake = new FakeMediaDevices();
  const { share, told } = setUp(fake.devices);
  await share.start();
  share.stop();
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals(share.tracks, { screen: null, screenAudio: null });
  assertEquals(share.state.isSharing, false);
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

Deno.test("ScreenShare reports nothing when the person cancels", async () => {
  const { share, told } = setUp(
    new FakeMediaDevices(() => "NotAllowedError").devices,
  );
  await share.start();
  assertEquals(told, { tracks: 0, failures: 0, dropped: 0 });
  assertEquals(share.state.isChoosing, false);
});

Deno.test("ScreenShare reports a refusal of the system", async () => {
  const { share, told } = setUp(
    new FakeMediaDevices(() => "NotReadableError").devices,
  );
  await share.start();
  assertEquals(told.failures, 1);
});

Deno.test("ScreenShare stops a screen that is chosen after stop()", async () => {
  const fake = new FakeMediaDevices();
  const { share, told } = setUp(fake.devices);
  const started = share.start();
  share.stop();
  await started;
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, true]);
  assertEquals([share.state.isSharing, told.tracks], [false, 0]);
});

Deno.test("ScreenShare opens one dialog at a time", async () => {
  const fake = new FakeMediaDevices();
  const { share } = setUp(fake.devices);
  await Promise.all([share.start(), share.start()]);
  await share.start();
  assertEquals(fake.grantedTracks.length, 2);
});

Deno.test("ScreenShare detects a browser that cannot share", async () => {
  for (const devices of [undefined, {}]) {
    const { share, states } = setUp(devices);
    assert(!share.state.isSupported);
    await share.start();
    assertEquals(states, []);
  }
});

Deno.test("ScreenShare shares the sound of the system only where the browser leaves the call out of it", async () => {
  const surfaces = ["monitor", "window", "browser", undefined] as const;
  for (const canRestrict of [true, false]) {
    for (const displaySurface of surfaces) {
      const fake = new FakeMediaDevices();
      fake.supportedConstraints = canRestrict ? { restrictOwnAudio: true } : {};
      fake.screenSettings = displaySurface ? { displaySurface } : {};
      const { share, told } = setUp(fake.devices);
      await share.start();
      const isShared = canRestrict || displaySurface === "browser";
      assertEquals(share.tracks.screenAudio !== null, isShared);
      assertEquals(told.dropped, isShared ? 0 : 1);
      assertEquals(fake.grantedTracks.map(isTrackStopped), [false, !isShared]);
      assertEquals(share.state.isSharing, true);
    }
  }
});

Deno.test("ScreenShare asks the browser to leave the call out, or offers no system sound", async () => {
  const request = async (supported: Record<string, boolean>) => {
    const fake = new FakeMediaDevices();
    fake.supportedConstraints = supported;
    await setUp(fake.devices).share.start();
    return Object(fake.displayRequests[0]);
  };
  const restricted = await request({ restrictOwnAudio: true });
  assertEquals(restricted.audio.restrictOwnAudio, true);
  assertEquals(restricted.systemAudio, "include");
  const plain = await request({});
  assertEquals("restrictOwnAudio" in plain.audio, false);
  assertEquals([plain.systemAudio, plain.windowAudio], ["exclude", "exclude"]);
});

Deno.test("ScreenShare.applyContent() changes a shared screen between sharp and smooth", async () => {
  const { share, content } = setUp(new FakeMediaDevices().devices);
  content.isMotion = true;
  share.applyContent();
  await share.start();
  assertEquals(share.tracks.screen?.contentHint, "motion");
  content.isMotion = false;
  share.applyContent();
  assertEquals(share.tracks.screen?.contentHint, "detail");
});
