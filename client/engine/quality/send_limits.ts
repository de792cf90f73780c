/**
 * Limits of a connection's senders for an allotment of the uplink.
 *
 * @module
 */
import type { EncodingLimits, SendLimits } from "../peer/sender_limiter.ts";
import type { VideoCodecName } from "../peer/video_codec.ts";
import {
  CAMERA_RUNGS,
  MOTION_RUNGS,
  RUNG_OFF,
  SCREEN_RUNGS,
} from "./resolution_ladder.ts";
import type { Allotment } from "./uplink_budget.ts";

/** Sources of video in this browser. */
export interface SendSources {
  readonly hasCamera: boolean;
  /** Longer side of the camera's frames in pixels, or null if unknown. */
  readonly cameraPx: number | null;
  readonly hasScreen: boolean;
  /** Longer side of the screen's frames in pixels, or null if unknown. */
  readonly screenPx: number | null;
  /** True for a screen that moves smoothly instead of being sharp. */
  readonly isScreenMotion: boolean;
  /** Highest frame rate of the camera. */
  readonly maxFps: number;
}

/** Limits of a camera beside those of its rung. */
export interface CameraLimits {
  /** Highest rung of the size; `Infinity` after the start of a connection. */
  readonly maxRung: number;
  /** Highest bitrate. */
  readonly maxKbps: number;
  /** The browser must not shrink the picture by itself. */
  readonly keepsResolution: boolean;
}

/** Without a start, on a path without a cap. */
export const UNLIMITED_CAMERA: CameraLimits = {
  maxRung: Infinity,
  maxKbps: Infinity,
  keepsResolution: false,
};

/**
 * Limits for an allotment. An encoding without a source stays active, so that
 * a track is sent as soon as it is added. During the start the bitrate stays
 * that of the allotment: the browser probes no further than its maximum.
 */
export function computeSendLimits(
  { camera, screen }: Allotment,
  sources: SendSources,
  limits: CameraLimits = UNLIMITED_CAMERA,
  videoCodec: VideoCodecName = "VP8",
): SendLimits {
  const { hasCamera, cameraPx, hasScreen, screenPx, isScreenMotion, maxFps } =
    sources;
  const { maxKbps } = encodingLimits(CAMERA_RUNGS, camera, cameraPx);
  const started = encodingLimits(
    CAMERA_RUNGS,
    Math.min(camera, limits.maxRung),
    cameraPx,
  );
  return {
    videoCodec,
    camera: {
      ...started,
      maxKbps: Math.min(maxKbps, limits.maxKbps),
      fps: Math.min(started.fps, maxFps),
      isActive: camera !== RUNG_OFF || !hasCamera,
      // A face keeps its motion.
      degradation: limits.keepsResolution
        ? "maintain-resolution"
        : "maintain-framerate",
    },
    screen: {
      ...isScreenMotion
        ? encodingLimits(MOTION_RUNGS, screen, screenPx)
        : encodingLimits(SCREEN_RUNGS, screen, null),
      isActive: screen !== RUNG_OFF || !hasScreen,
      degradation: isScreenMotion
        ? "maintain-framerate"
        : "maintain-resolution",
    },
  };
}

function encodingLimits(
  rungs: typeof CAMERA_RUNGS,
  index: number,
  sourcePx: number | null,
): Omit<EncodingLimits, "isActive" | "degradation"> {
  const rung = rungs[index === RUNG_OFF ? 0 : index] ??
    { px: Infinity, kbps: 0, fps: 1 };
  const scale = sourcePx === null ? 1 : sourcePx / rung.px;
  return {
    maxKbps: rung.kbps,
    // Quarters: nobody sees the difference, and whole factors are cheap.
    scaleDownBy: Math.max(1, Math.round(scale * 4) / 4),
    fps: rung.fps,
  };
}
