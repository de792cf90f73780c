import { assertEquals } from "@std/assert";
import {
  MUTED_SPEECH_PAUSE_MS,
  MUTED_SPEECH_POLL_MS,
  MUTED_SPEECH_RMS,
  MutedSpeechDetector,
} from "../../../../../client/engine/media/muted_speech.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { isTrackStopped, makeFakeTrack } from "../../fakes/fake_media.ts";

function setUp() {
  const clock = new FakeClock();
  const source = makeFakeTrack("audio");
  source.enabled = false;
  const copies: MediaStreamTrack[] = [];
  source.clone = () => {
    const copy = makeFakeTrack("audio");
    copies.push(copy);
    copy.enabled = source.enabled;
    return copy;
  };
  const world = { isMuted: true, level: 0, notices: 0, meters: 0 };
  const detector = new MutedSpeechDetector({
    clock,
    mutedTrack: () => world.isMuted ? source : null,
    makeMeter: () => {
      world.meters++;
      return { level: () => world.level, stop: () => world.meters-- };
    },
    onSpeech: () => world.notices++,
  });
  const speak = (readings: number, level = MUTED_SPEECH_RMS) => {
    world.level = level;
    clock.advance(readings * MUTED_SPEECH_POLL_MS);
    world.level = 0;
  };
  /** Which copies are stopped. */
  const stopped = () => copies.map(isTrackStopped);
  return { clock, source, copies, stopped, world, detector, speak };
}

Deno.test("MutedSpeechDetector reads an enabled copy; the muted track stays silent", () => {
  const { source, copies, world, detector, speak } = setUp();
  detector.start();
  speak(10);
  assertEquals([source.enabled, copies[0]?.enabled, world.notices], [
    false,
    true,
    1,
  ]);
});

Deno.test("MutedSpeechDetector ignores a cough, and sound that is no speech", () => {
  const { world, detector, speak } = setUp();
  detector.start();
  for (let i = 0; i < 5; i++) {
    speak(4);
    speak(8, 0);
  }
  speak(50, MUTED_SPEECH_RMS * 0.99);
  assertEquals(world.notices, 0);
});

Deno.test("MutedSpeechDetector reports once a minute, and has no copy in between", () => {
  const { clock, copies, stopped, world, detector, speak } = setUp();
  detector.start();
  speak(20);
  assertEquals([world.notices, world.meters, ...stopped()], [1, 0, true]);
  speak(MUTED_SPEECH_PAUSE_MS / MUTED_SPEECH_POLL_MS - 25);
  assertEquals(world.notices, 1);
  clock.advance(30 * MUTED_SPEECH_POLL_MS);
  speak(20);
  assertEquals([world.notices, copies.length], [2, 2]);
});

Deno.test("MutedSpeechDetector closes the copy at once when the track is unmuted or gone", () => {
  const { world, copies, stopped, detector, speak } = setUp();
  detector.start();
  speak(2);
  world.isMuted = false;
  detector.onTrackChange();
  assertEquals([world.meters, ...stopped()], [0, true]);
  speak(20);
  assertEquals([world.notices, copies.length], [0, 1]);
  world.isMuted = true;
  speak(2);
  detector.stop();
  assertEquals([world.meters, ...stopped()], [0, true, true]);
});
