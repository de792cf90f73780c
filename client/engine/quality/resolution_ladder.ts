/**
 * Sizes in which video is sent, from small to large, with the bitrate of each.
 * The rendered size decides the rung; network and device may force a lower one.
 *
 * @module
 */

/** One step of a ladder. */
export interface Rung {
  /** Longer side in pixels; `Infinity` is the size of the source. */
  readonly px: number;
  readonly kbps: number;
  readonly fps: number;
}

/** Index of video that is not sent. */
export const RUNG_OFF = -1;

/** Rungs of a camera: size and frame rate shrink together. */
export const CAMERA_RUNGS: readonly Rung[] = [
  { px: 192, kbps: 80, fps: 15 },
  { px: 320, kbps: 160, fps: 20 },
  { px: 480, kbps: 320, fps: 24 },
  { px: 640, kbps: 550, fps: 30 },
  { px: 960, kbps: 1000, fps: 30 },
  { px: 1280, kbps: 1700, fps: 30 },
  { px: 1920, kbps: 3000, fps: 30 },
];

/** Rungs of a screen: only the frame rate shrinks, so that text stays sharp. */
export const SCREEN_RUNGS: readonly Rung[] = [
  { px: Infinity, kbps: 250, fps: 3 },
  { px: Infinity, kbps: 500, fps: 5 },
  { px: Infinity, kbps: 1000, fps: 10 },
  { px: Infinity, kbps: 2000, fps: 15 },
];

/** The same bitrates for a screen that moves: the size shrinks instead. */
export const MOTION_RUNGS: readonly Rung[] = [
  { px: 480, kbps: 250, fps: 20 },
  { px: 640, kbps: 500, fps: 24 },
  { px: 960, kbps: 1000, fps: 30 },
  { px: 1280, kbps: 2000, fps: 30 },
];

/** Share of a rung's bitrate with which it looks better than the one below. */
export const MIN_RUNG_SHARE = 0.6;

/** Bitrate of audio with headers, for each member. */
export const AUDIO_KBPS = 50;

/** Bitrate of a rung; 0 for `RUNG_OFF`. */
export function getRungKbps(rungs: readonly Rung[], index: number): number {
  return rungs[index]?.kbps ?? 0;
}

/** Video may be rendered this much larger than it is sent. */
const MAX_UPSCALE = 1.2;

/** Rung of a camera that is rendered with `px` on its longer side. */
export function selectCameraRung(px: number): number {
  if (px <= 0) return RUNG_OFF;
  const index = CAMERA_RUNGS.findIndex((rung) => rung.px * MAX_UPSCALE >= px);
  return index < 0 ? CAMERA_RUNGS.length - 1 : index;
}

/** Highest rung up to a size; the lowest one at least. */
export function highestRungUpTo(px: number): number {
  const fitting = CAMERA_RUNGS.filter((rung) => rung.px <= px);
  return Math.max(0, fitting.length - 1);
}

/** Below this size a screen is not readable: a low frame rate is enough. */
const READABLE_PX = 480;

/** Rung of a screen that is rendered with `px` on its longer side. */
export function selectScreenRung(px: number): number {
  if (px <= 0) return RUNG_OFF;
  return px < READABLE_PX ? 1 : SCREEN_RUNGS.length - 1;
}
