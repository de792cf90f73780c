import { assertEquals } from "@std/assert";
import {
  applyAudioProcessing,
  type AudioProcessingTrack,
  DEFAULT_AUDIO_PROCESSING,
  parseAudioProcessing,
  serializeAudioProcessing,
} from "../../../../../client/engine/media/audio_processing.ts";

const MUSIC = {
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
};

Deno.test("parseAudioProcessing() reads what serializeAudioProcessing() wrote", () => {
  assertEquals(serializeAudioProcessing(DEFAULT_AUDIO_PROCESSING), null);
  assertEquals(parseAudioProcessing(null), DEFAULT_AUDIO_PROCESSING);
  assertEquals(parseAudioProcessing(serializeAudioProcessing(MUSIC)), MUSIC);
  assertEquals(parseAudioProcessing("garbage echo"), DEFAULT_AUDIO_PROCESSING);
});

function track(
  settings: MediaTrackSettings,
  isTurned: boolean,
): AudioProcessingTrack & { asked: MediaTrackConstraints[] } {
  const asked: MediaTrackConstraints[] = [];
  let now = settings;
  return {
    asked,
    getConstraints: () => ({ deviceId: "m1" }),
    getSettings: () => now,
    applyConstraints: (constraints = {}) => {
      asked.push(constraints);
      const { noiseSuppression, autoGainControl } = MUSIC;
      if (isTurned) now = { ...now, noiseSuppression, autoGainControl };
      return Promise.resolve();
    },
  };
}

Deno.test("applyAudioProcessing() sets the options and keeps other constraints", async () => {
  const turned = track({ ...DEFAULT_AUDIO_PROCESSING }, true);
  assertEquals(await applyAudioProcessing(turned, MUSIC), true);
  assertEquals(turned.asked, [{ deviceId: "m1", ...MUSIC }]);
});

Deno.test("applyAudioProcessing() is false when the browser ignores an option", async () => {
  assertEquals(
    await applyAudioProcessing(
      track({ ...DEFAULT_AUDIO_PROCESSING }, false),
      MUSIC,
    ),
    false,
  );
});

Deno.test("applyAudioProcessing() is true where the browser does not support an option", async () => {
  assertEquals(await applyAudioProcessing(track({}, false), MUSIC), true);
});

Deno.test("applyAudioProcessing() is false when the browser rejects", async () => {
  const refusing = {
    ...track({}, false),
    applyConstraints: () =>
      Promise.reject(new DOMException("no", "OverconstrainedError")),
  };
  assertEquals(await applyAudioProcessing(refusing, MUSIC), false);
});
