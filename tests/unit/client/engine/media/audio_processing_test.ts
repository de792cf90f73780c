import { assertEquals } from "@std/assert";
import {
  applySound,
  CLEAR_VOICE,
  keptSound,
  readSound,
  type SoundTrack,
} from "../../../../../client/engine/media/audio_processing.ts";

const MUSIC = {
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
};

Deno.test("keptSound() keeps what is off, and readSound() reads it", () => {
  assertEquals(keptSound(CLEAR_VOICE), null);
  assertEquals(readSound(null), CLEAR_VOICE);
  assertEquals(readSound(keptSound(MUSIC)), MUSIC);
  assertEquals(readSound("garbage echo"), CLEAR_VOICE);
});

function track(
  settings: MediaTrackSettings,
  isTurned: boolean,
): SoundTrack & { asked: MediaTrackConstraints[] } {
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

Deno.test("applySound() turns the switches and keeps what else was asked", async () => {
  const turned = track({ ...CLEAR_VOICE }, true);
  assertEquals(await applySound(turned, MUSIC), true);
  assertEquals(turned.asked, [{ deviceId: "m1", ...MUSIC }]);
});

Deno.test("applySound() sees when the browser only pretends", async () => {
  assertEquals(
    await applySound(track({ ...CLEAR_VOICE }, false), MUSIC),
    false,
  );
});

Deno.test("applySound() is content where the browser knows no such switch", async () => {
  assertEquals(await applySound(track({}, false), MUSIC), true);
});

Deno.test("applySound() sees when the browser refuses", async () => {
  const refusing = {
    ...track({}, false),
    applyConstraints: () =>
      Promise.reject(new DOMException("no", "OverconstrainedError")),
  };
  assertEquals(await applySound(refusing, MUSIC), false);
});
