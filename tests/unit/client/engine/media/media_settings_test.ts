import { assertEquals } from "@std/assert";
import {
  DEFAULT_MEDIA_SETTINGS,
  limitRequestedSize,
  type MediaSettings,
  parseMediaSettings,
  serializeMediaSettings,
} from "../../../../../client/engine/media/media_settings.ts";
import {
  cameraConstraints,
  cameraFormat,
  microphoneConstraints,
} from "../../../../../client/engine/media/media_constraints.ts";

const settingsWith = (part: Partial<MediaSettings>): MediaSettings => ({
  ...DEFAULT_MEDIA_SETTINGS,
  ...part,
});

Deno.test("Media settings are saved and read again, and unknown words are ignored", () => {
  const all: MediaSettings = {
    cameraSize: "720p",
    frameRate: "10-15",
    codec: "H264",
    uploadLimit: "500k",
    savesData: true,
    isSoundOnly: true,
    isMusic: true,
    isScreenMotion: true,
  };
  for (const settings of [all, DEFAULT_MEDIA_SETTINGS]) {
    assertEquals(
      parseMediaSettings(serializeMediaSettings(settings)),
      settings,
    );
  }
  assertEquals(serializeMediaSettings(DEFAULT_MEDIA_SETTINGS), null);
  assertEquals(parseMediaSettings("x 8k"), DEFAULT_MEDIA_SETTINGS);
});

Deno.test("cameraConstraints() can have 1280 by 720 at 10 to 15 frames", () => {
  const settings = settingsWith({ cameraSize: "720p", frameRate: "10-15" });
  assertEquals(cameraConstraints(null, "user", settings), {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 10, max: 15 },
    facingMode: { ideal: "user" },
  });
});

Deno.test("cameraFormat() has 1080p only where it was chosen or is wanted automatically", () => {
  const height = (part: Partial<MediaSettings>, isWanted: boolean) =>
    cameraFormat(settingsWith(part), isWanted).height;
  assertEquals(height({}, false), { ideal: 720 });
  assertEquals(height({}, true), { ideal: 1080 });
  assertEquals(height({ cameraSize: "1080p" }, false), { ideal: 1080 });
  assertEquals(height({ cameraSize: "360p" }, true), { ideal: 360 });
});

Deno.test("microphoneConstraints() for music is stereo without processing", () => {
  assertEquals(microphoneConstraints(null, undefined, true), {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
  });
});

Deno.test("limitRequestedSize() asks for small video, or for none", () => {
  const size = { camera: 1_280, screen: 1_920 };
  assertEquals(limitRequestedSize(size, DEFAULT_MEDIA_SETTINGS), size);
  assertEquals(limitRequestedSize(size, settingsWith({ savesData: true })), {
    camera: 479,
    screen: 479,
  });
  assertEquals(limitRequestedSize(size, settingsWith({ isSoundOnly: true })), {
    camera: 0,
    screen: 0,
  });
});
