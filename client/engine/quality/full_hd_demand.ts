/**
 * Whether the camera should open in 1080p: in a call of two that renders it so
 * large, on an uplink and a device that carry it.
 *
 * @module
 */
import { CAMERA_RUNGS, getRungKbps } from "./resolution_ladder.ts";

/** How long the demand must be gone before the camera returns to 720p. */
export const RELEASE_MS = 10_000;

/** What the decision is made from. */
export interface FullHdInput {
  /** Sizes in which the others render our camera. */
  readonly requestedPx: readonly number[];
  readonly uplinkKbps: number;
  readonly isUplinkCongested: boolean;
  readonly isDeviceLimited: boolean;
  readonly savesData: boolean;
}

const FULL_HD_RUNG = CAMERA_RUNGS.length - 1;
/** A picture of 720p may be enlarged by this factor. */
const MAX_UPSCALE = 1.2;

/** Decision of one call. */
export class FullHdDemand {
  #wantedAtMs = -Infinity;

  /** True while 1080p is wanted. */
  update(input: FullHdInput, nowMs: number): boolean {
    if (isFullHdWanted(input)) this.#wantedAtMs = nowMs;
    return nowMs - this.#wantedAtMs < RELEASE_MS;
  }
}

function isFullHdWanted(input: FullHdInput): boolean {
  const [px = 0] = input.requestedPx;
  return input.requestedPx.length === 1 && px > 1280 * MAX_UPSCALE &&
    input.uplinkKbps > getRungKbps(CAMERA_RUNGS, FULL_HD_RUNG) &&
    !input.isUplinkCongested && !input.isDeviceLimited && !input.savesData;
}
