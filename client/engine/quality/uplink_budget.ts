/**
 * Divides one uplink among all members of the mesh. Audio is never reduced.
 * Cameras are reduced rung by rung until all fits, those with the largest share
 * of their demand first; then the frame rate of the screen; finally cameras are
 * turned off. A screen is never turned off.
 *
 * @module
 */
import {
  AUDIO_KBPS,
  CAMERA_RUNGS,
  getRungKbps,
  MIN_RUNG_SHARE,
  RUNG_OFF,
  SCREEN_RUNGS,
  selectCameraRung,
  selectScreenRung,
} from "./resolution_ladder.ts";

/** Rendered size: longer side in device pixels, 0 when not visible. */
export interface RenderedSize {
  readonly camera: number;
  readonly screen: number;
}

/** Demand of one member, and the limit of the path to it. */
export interface MemberDemand {
  readonly id: string;
  /** Null when the member's page does not report it. */
  readonly renderedSize: RenderedSize | null;
  /** Null when the path is not limited. */
  readonly capKbps: number | null;
  /** Highest rung at which the loss of the path does not stop pictures. */
  readonly maxCameraRung: number;
}

/** Input of the division. */
export interface UplinkBudgetInput {
  readonly demands: readonly MemberDemand[];
  readonly uplinkKbps: number;
  readonly sendsCamera: boolean;
  readonly sharesScreen: boolean;
  /** Highest rung that this device can encode. */
  readonly maxCameraRung: number;
}

/** Rungs for one member. */
export interface Allotment {
  readonly camera: number;
  readonly screen: number;
}

interface DraftAllotment {
  readonly id: string;
  readonly wanted: Allotment;
  readonly capKbps: number;
  camera: number;
  screen: number;
}

/** Assumed size for a page that does not report it, by the number of other members. */
const ASSUMED_PX = [1280, 960, 640, 640, 480];

/** Allotment of each member. */
export function divideUplink(
  input: UplinkBudgetInput,
): ReadonlyMap<string, Allotment> {
  const drafts = input.demands.map((demand) => draftAllotment(demand, input));
  for (const draft of drafts) {
    reduceUntilFits([draft], () => minKbpsOf(draft) > draft.capKbps);
  }
  const sum = () => drafts.reduce((kbps, draft) => kbps + costKbps(draft), 0);
  reduceUntilFits(drafts, () => sum() > input.uplinkKbps);
  return new Map(drafts.map(({ id, camera, screen }) => [
    id,
    { camera, screen },
  ]));
}

/** Bitrate of an allotment with audio, in kbit/s. */
export function computeAllottedKbps({ camera, screen }: Allotment): number {
  return AUDIO_KBPS + getRungKbps(CAMERA_RUNGS, camera) +
    getRungKbps(SCREEN_RUNGS, screen);
}

/** Bitrate that a camera may use on a path of `capKbps`, beside audio and screen. */
export function computeCameraKbps(
  { screen }: Pick<Allotment, "screen">,
  capKbps: number | null,
): number {
  return capKbps === null
    ? Infinity
    : Math.max(0, capKbps - AUDIO_KBPS - getRungKbps(SCREEN_RUNGS, screen));
}

/** Bitrate that would be sent over an unlimited uplink, in kbit/s. */
export function computeNeededKbps(input: UplinkBudgetInput): number {
  return input.demands.map((demand) => draftAllotment(demand, input))
    .reduce((sum, draft) => sum + computeAllottedKbps(draft), 0);
}

function draftAllotment(
  demand: MemberDemand,
  input: UplinkBudgetInput,
): DraftAllotment {
  const { id, renderedSize, capKbps } = demand;
  const assumed = ASSUMED_PX[input.demands.length - 1] ?? 320;
  const camera = Math.min(
    input.sendsCamera
      ? selectCameraRung(renderedSize?.camera ?? assumed)
      : RUNG_OFF,
    input.maxCameraRung,
    demand.maxCameraRung,
  );
  const screen = input.sharesScreen
    ? selectScreenRung(renderedSize?.screen ?? Infinity)
    : RUNG_OFF;
  const wanted = { camera, screen };
  return { id, wanted, capKbps: capKbps ?? Infinity, camera, screen };
}

/** A path gets no more than its cap. */
const costKbps = (draft: DraftAllotment): number =>
  Math.min(draft.capKbps, computeAllottedKbps(draft));

/** Bitrate from which these rungs look better than smaller ones. */
const minKbpsOf = ({ camera, screen }: DraftAllotment): number =>
  AUDIO_KBPS + getRungKbps(CAMERA_RUNGS, camera) * MIN_RUNG_SHARE +
  getRungKbps(SCREEN_RUNGS, screen);

/** Reduces rung by rung until `isTooMuch` is false. */
function reduceUntilFits(
  drafts: readonly DraftAllotment[],
  isTooMuch: () => boolean,
): void {
  while (isTooMuch()) {
    const camera = findLargestShare(drafts, "camera", 1);
    if (camera) {
      camera.camera--;
      continue;
    }
    const screen = findLargestShare(drafts, "screen", 1);
    if (screen) {
      screen.screen--;
      continue;
    }
    const dropped = findLargestShare(drafts, "camera", 0);
    if (!dropped) return;
    dropped.camera = RUNG_OFF;
  }
}

/**
 * The draft with the largest share of its demand, of those at or above a rung;
 * among equals the one with the highest rung, then the last.
 */
function findLargestShare(
  drafts: readonly DraftAllotment[],
  kind: keyof Allotment,
  minRung: number,
): DraftAllotment | null {
  const rungs = kind === "camera" ? CAMERA_RUNGS : SCREEN_RUNGS;
  const share = (draft: DraftAllotment) =>
    getRungKbps(rungs, draft[kind]) / getRungKbps(rungs, draft.wanted[kind]);
  let largest: DraftAllotment | null = null;
  for (const draft of drafts) {
    if (draft[kind] < minRung) continue;
    if (
      !largest || share(draft) > share(largest) ||
      (share(draft) === share(largest) && draft[kind] >= largest[kind])
    ) largest = draft;
  }
  return largest;
}
