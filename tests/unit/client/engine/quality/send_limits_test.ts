import { assertEquals } from "@std/assert";
import { RUNG_OFF } from "../../../../../client/engine/quality/resolution_ladder.ts";
import { computeSendLimits } from "../../../../../client/engine/quality/send_limits.ts";

const from = (cameraPx: number | null) => ({
  hasCamera: true,
  cameraPx,
  hasScreen: true,
  screenPx: 1_920,
  isScreenMotion: false,
  maxFps: Infinity,
});

Deno.test("computeSendLimits() scales the camera by its source", () => {
  assertEquals(computeSendLimits({ camera: 3, screen: RUNG_OFF }, from(1280)), {
    videoCodec: "VP8",
    camera: {
      isActive: true,
      maxKbps: 550,
      scaleDownBy: 2,
      fps: 30,
      degradation: "maintain-framerate",
    },
    screen: {
      isActive: false,
      maxKbps: 250,
      scaleDownBy: 1,
      fps: 3,
      degradation: "maintain-resolution",
    },
  });
  const scale = (camera: number, px: number | null) =>
    computeSendLimits({ camera, screen: RUNG_OFF }, from(px)).camera
      .scaleDownBy;
  assertEquals([scale(2, 1280), scale(0, 1280)], [2.75, 6.75]);
  assertEquals([scale(5, 640), scale(0, null)], [1, 1]);
  assertEquals(
    computeSendLimits({ camera: RUNG_OFF, screen: 3 }, from(640)).camera
      .isActive,
    false,
  );
});

Deno.test("computeSendLimits() keeps an encoding without a source active", () => {
  const none = { ...from(null), hasCamera: false, hasScreen: false };
  const { camera, screen } = computeSendLimits({
    camera: RUNG_OFF,
    screen: RUNG_OFF,
  }, none);
  assertEquals([camera.isActive, screen.isActive], [true, true]);
});

Deno.test("computeSendLimits() sends a small picture at the full bitrate while a connection starts", () => {
  const { camera } = computeSendLimits(
    { camera: 5, screen: RUNG_OFF },
    from(1280),
    { maxRung: 2, maxKbps: Infinity, keepsResolution: true },
  );
  assertEquals(camera, {
    isActive: true,
    maxKbps: 1_700,
    scaleDownBy: 2.75,
    fps: 24,
    degradation: "maintain-resolution",
  });
});

Deno.test("computeSendLimits() keeps a screen sharp, or smooth and smaller", () => {
  const sources = from(1_280);
  const allotment = { camera: 3, screen: 2 };
  assertEquals(computeSendLimits(allotment, sources).screen, {
    isActive: true,
    maxKbps: 1_000,
    scaleDownBy: 1,
    fps: 10,
    degradation: "maintain-resolution",
  });
  const motion = { ...sources, isScreenMotion: true };
  assertEquals(computeSendLimits(allotment, motion).screen, {
    isActive: true,
    maxKbps: 1_000,
    scaleDownBy: 2,
    fps: 30,
    degradation: "maintain-framerate",
  });
});

Deno.test("computeSendLimits() keeps the frame rate of the settings", () => {
  const { camera } = computeSendLimits(
    { camera: 5, screen: RUNG_OFF },
    { ...from(1_280), maxFps: 15 },
  );
  assertEquals(camera.fps, 15);
});
