/**
 * The sizes in which a picture is sent, from small to large, and what each
 * costs. Size follows how large a picture is seen; the network decides how far
 * below that it has to stay.
 *
 * @module
 */

/** One step of a ladder. */
export interface Rung {
  /** Longer side of the picture in pixels; `Infinity` is as it is. */
  readonly px: number;
  readonly kbps: number;
  readonly fps: number;
}

/** Index of what is not sent at all. */
export const RUNG_OFF = -1;

/** Steps of a camera: size and rate shrink together. */
export const CAMERA_RUNGS: readonly Rung[] = [
  { px: 192, kbps: 80, fps: 15 },
  { px: 320, kbps: 160, fps: 20 },
  { px: 480, kbps: 320, fps: 24 },
  { px: 640, kbps: 550, fps: 30 },
  { px: 960, kbps: 1000, fps: 30 },
  { px: 1280, kbps: 1700, fps: 30 },
];

/** Steps of a screen: letters stay sharp, so the rate alone gives way. */
export const SCREEN_RUNGS: readonly Rung[] = [
  { px: Infinity, kbps: 250, fps: 3 },
  { px: Infinity, kbps: 500, fps: 5 },
  { px: Infinity, kbps: 1000, fps: 10 },
  { px: Infinity, kbps: 2000, fps: 15 },
];

/** What sound costs with its headers, for each member. */
export const AUDIO_KBPS = 50;

/** Cost of a step; nothing when it is `OFF`. */
export function getRungKbps(rungs: readonly Rung[], at: number): number {
  return rungs[at]?.kbps ?? 0;
}

/** A picture may be shown this much larger than it is sent. */
const MAX_UPSCALE = 1.2;

/** The step for a camera that is seen with `px` on its longer side. */
export function selectCameraRung(px: number): number {
  if (px <= 0) return RUNG_OFF;
  const at = CAMERA_RUNGS.findIndex((rung) => rung.px * MAX_UPSCALE >= px);
  return at < 0 ? CAMERA_RUNGS.length - 1 : at;
}

/** A screen that is seen smaller is not read: it gets few pictures. */
const READABLE_PX = 480;

/** The step for a screen that is seen with `px` on its longer side. */
export function selectScreenRung(px: number): number {
  if (px <= 0) return RUNG_OFF;
  return px < READABLE_PX ? 1 : SCREEN_RUNGS.length - 1;
}
