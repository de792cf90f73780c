/**
 * Divides one uplink among all members of the mesh. Sound comes first and is
 * never divided. Then cameras go down step by step until all fits, those first
 * that are furthest from giving way; then the rate of the screen; at last
 * cameras are given up. A screen is never given up.
 *
 * @module
 */
import {
  AUDIO_KBPS,
  CAMERA_RUNGS,
  getRungKbps,
  RUNG_OFF,
  SCREEN_RUNGS,
  selectCameraRung,
  selectScreenRung,
} from "./resolution_ladder.ts";

/** How large something is seen: longer side in device pixels, 0 for not at all. */
export interface RenderedSize {
  readonly camera: number;
  readonly screen: number;
}

/** What one member wants, and what the path to it carries. */
export interface MemberDemand {
  readonly id: string;
  /** Null when the member's page does not tell. */
  readonly renderedSize: RenderedSize | null;
  /** Null when there is no reason to hold back. */
  readonly capKbps: number | null;
}

/** What there is to divide. */
export interface UplinkBudgetInput {
  readonly demands: readonly MemberDemand[];
  readonly uplinkKbps: number;
  readonly sendsCamera: boolean;
  readonly sharesScreen: boolean;
  /** Highest step that this device can encode for so many. */
  readonly maxCameraRung: number;
}

/** Steps of the ladders for one member. */
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

/** What a page that does not tell is believed to show, by the number of others. */
const ASSUMED_PX = [1280, 960, 640, 640, 480];

/** What each member gets. */
export function divideUplink(
  input: UplinkBudgetInput,
): ReadonlyMap<string, Allotment> {
  const drafts = input.demands.map((demand) => draftAllotment(demand, input));
  for (const draft of drafts) {
    reduceUntilFits([draft], () => costKbps(draft) > draft.capKbps);
  }
  const sum = () => drafts.reduce((kbps, draft) => kbps + costKbps(draft), 0);
  reduceUntilFits(drafts, () => sum() > input.uplinkKbps);
  return new Map(drafts.map(({ id, camera, screen }) => [
    id,
    { camera, screen },
  ]));
}

/** Cost of an allotment with sound, in kbit/s. */
export function computeAllottedKbps({ camera, screen }: Allotment): number {
  return AUDIO_KBPS + getRungKbps(CAMERA_RUNGS, camera) +
    getRungKbps(SCREEN_RUNGS, screen);
}

/** What would be sent if the uplink were endless, in kbit/s. */
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
  );
  const screen = input.sharesScreen
    ? selectScreenRung(renderedSize?.screen ?? Infinity)
    : RUNG_OFF;
  const wanted = { camera, screen };
  return { id, wanted, capKbps: capKbps ?? Infinity, camera, screen };
}

const costKbps = (draft: DraftAllotment): number => computeAllottedKbps(draft);

/** Takes one step after the other until `isTooMuch` says no. */
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
    const last = findLargestShare(drafts, "camera", 0);
    if (!last) return;
    last.camera = RUNG_OFF;
  }
}

/**
 * The member who still has the largest share of what it wants, of those at or
 * above a step; among equals the most expensive one, then the last.
 */
function findLargestShare(
  drafts: readonly DraftAllotment[],
  kind: keyof Allotment,
  least: number,
): DraftAllotment | null {
  const rungs = kind === "camera" ? CAMERA_RUNGS : SCREEN_RUNGS;
  const share = (draft: DraftAllotment) =>
    getRungKbps(rungs, draft[kind]) / getRungKbps(rungs, draft.wanted[kind]);
  let found: DraftAllotment | null = null;
  for (const draft of drafts) {
    if (draft[kind] < least) continue;
    if (
      !found || share(draft) > share(found) ||
      (share(draft) === share(found) && draft[kind] >= found[kind])
    ) found = draft;
  }
  return found;
}
