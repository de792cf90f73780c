/**
 * Limits of a connection's senders for an allotment of the uplink.
 *
 * @module
 */
import type { EncodingLimits, SendLimits } from "../peer/sender_limiter.ts";
import { CAMERA_RUNGS, RUNG_OFF, SCREEN_RUNGS } from "./resolution_ladder.ts";
import type { Allotment } from "./uplink_budget.ts";

/** Sources of video in this browser. */
export interface SendSources {
  readonly hasCamera: boolean;
  /** Longer side of the camera's frames in pixels, or null if unknown. */
  readonly cameraPx: number | null;
  readonly hasScreen: boolean;
}

/**
 * Limits for an allotment. An encoding without a source stays active, so that
 * a track is sent as soon as it is added.
 */
export function computeSendLimits(
  { camera, screen }: Allotment,
  { hasCamera, cameraPx, hasScreen }: SendSources,
): SendLimits {
  const cameraLimits = encodingLimits(CAMERA_RUNGS, camera, cameraPx);
  const screenLimits = encodingLimits(SCREEN_RUNGS, screen, null);
  return {
    camera: { ...cameraLimits, isActive: camera !== RUNG_OFF || !hasCamera },
    screen: { ...screenLimits, isActive: screen !== RUNG_OFF || !hasScreen },
  };
}

function encodingLimits(
  rungs: typeof CAMERA_RUNGS,
  index: number,
  sourcePx: number | null,
): Omit<EncodingLimits, "isActive"> {
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
