import { assert, assertEquals } from "@std/assert";
import { DEFAULT_AUDIO_PROCESSING } from "../../../../../client/engine/media/audio_processing.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { FakeMediaDevices, isTrackStopped } from "../../fakes/fake_media.ts";
import {
  BOTH_DEVICES,
  makeLocalMedia,
  openWithTwoOfEach,
  TWO_OF_EACH,
} from "./local_media_fixture.ts";

Deno.test("LocalMedia.setAudioProcessing() reopens the microphone where the browser does not apply the option", async () => {
  const { media, state, fake } = await openWithTwoOfEach();
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
  const { media } = makeLocalMedia(fake);
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

Deno.test("LocalMedia.setAudioProcessing() applies the last change while the microphone opens", async () => {
  const { media } = await openWithTwoOfEach();
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
  const { media } = makeLocalMedia(fake);
  const starting = media.start({ ...BOTH_DEVICES, camera: false });
  await media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  await starting;
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, false);
  assertEquals(fake.grantedTracks.map(isTrackStopped), [true, false]);
});

Deno.test("LocalMedia.setAudioProcessing() opens the microphone for one change after the other", async () => {
  const { media, fake } = await openWithTwoOfEach();
  const request = fake.devices.getUserMedia;
  let open = 0;
  let mostOpen = 0;
  fake.devices.getUserMedia = async (constraints) => {
    mostOpen = Math.max(mostOpen, ++open);
    await settlePromises();
    const stream = await request.call(fake.devices, constraints);
    open--;
    return stream;
  };
  const first = media.setAudioProcessing({
    ...DEFAULT_AUDIO_PROCESSING,
    echoCancellation: false,
  });
  await settlePromises();
  const last = { ...DEFAULT_AUDIO_PROCESSING, noiseSuppression: false };
  await Promise.all([first, media.setAudioProcessing(last)]);
  assertEquals(mostOpen, 1);
  assertEquals(media.tracks.audio?.getSettings().noiseSuppression, false);
  assertEquals(media.tracks.audio?.getSettings().echoCancellation, true);
});

Deno.test("LocalMedia turns the browser's noise suppression off while the page removes noise itself", async () => {
  const fake = new FakeMediaDevices();
  fake.deviceList = [...TWO_OF_EACH];
  const page = { suppressesNoise: true };
  const { media, state } = makeLocalMedia(
    fake,
    undefined,
    () => page.suppressesNoise,
  );
  await media.setMicrophone(true);
  assertEquals(media.tracks.audio?.getSettings().noiseSuppression, false);
  assertEquals(state().audioProcessing.noiseSuppression, true);
  page.suppressesNoise = false;
  await media.updateAudioProcessing();
  assertEquals(media.tracks.audio?.getSettings().noiseSuppression, true);
});
