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
  cameraRungFor,
  kbpsOf,
  OFF,
  SCREEN_RUNGS,
  screenRungFor,
} from "./resolution_ladder.ts";

/** How large something is seen: longer side in device pixels, 0 for not at all. */
export interface Shown {
  readonly camera: number;
  readonly screen: number;
}

/** What one member wants, and what the path to it carries. */
export interface Demand {
  readonly id: string;
  /** Null when the member's page does not tell. */
  readonly shown: Shown | null;
  /** Null when there is no reason to hold back. */
  readonly capKbps: number | null;
}

/** What there is to divide. */
export interface BudgetInput {
  readonly demands: readonly Demand[];
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

interface Draft {
  readonly id: string;
  readonly wanted: Allotment;
  readonly capKbps: number;
  camera: number;
  screen: number;
}

/** What a page that does not tell is believed to show, by the number of others. */
const ASSUMED_PX = [1280, 960, 640, 640, 480];

/** What each member gets. */
export function divide(input: BudgetInput): ReadonlyMap<string, Allotment> {
  const drafts = input.demands.map((demand) => draftOf(demand, input));
  for (const draft of drafts) {
    shrink([draft], () => cost(draft) > draft.capKbps);
  }
  const sum = () => drafts.reduce((kbps, draft) => kbps + cost(draft), 0);
  shrink(drafts, () => sum() > input.uplinkKbps);
  return new Map(drafts.map(({ id, camera, screen }) => [
    id,
    { camera, screen },
  ]));
}

/** Cost of an allotment with sound, in kbit/s. */
export function allottedKbps({ camera, screen }: Allotment): number {
  return AUDIO_KBPS + kbpsOf(CAMERA_RUNGS, camera) +
    kbpsOf(SCREEN_RUNGS, screen);
}

/** What would be sent if the uplink were endless, in kbit/s. */
export function neededKbps(input: BudgetInput): number {
  return input.demands.map((demand) => draftOf(demand, input))
    .reduce((sum, draft) => sum + allottedKbps(draft), 0);
}

function draftOf(demand: Demand, input: BudgetInput): Draft {
  const { id, shown, capKbps } = demand;
  const assumed = ASSUMED_PX[input.demands.length - 1] ?? 320;
  const camera = Math.min(
    input.sendsCamera ? cameraRungFor(shown?.camera ?? assumed) : OFF,
    input.maxCameraRung,
  );
  const screen = input.sharesScreen
    ? screenRungFor(shown?.screen ?? Infinity)
    : OFF;
  const wanted = { camera, screen };
  return { id, wanted, capKbps: capKbps ?? Infinity, camera, screen };
}

const cost = (draft: Draft): number => allottedKbps(draft);

/** Takes one step after the other until `isTooMuch` says no. */
function shrink(drafts: readonly Draft[], isTooMuch: () => boolean): void {
  while (isTooMuch()) {
    const camera = furthest(drafts, "camera", 1);
    if (camera) {
      camera.camera--;
      continue;
    }
    const screen = furthest(drafts, "screen", 1);
    if (screen) {
      screen.screen--;
      continue;
    }
    const last = furthest(drafts, "camera", 0);
    if (!last) return;
    last.camera = OFF;
  }
}

/**
 * The member who still has the largest share of what it wants, of those at or
 * above a step; among equals the most expensive one, then the last.
 */
function furthest(
  drafts: readonly Draft[],
  kind: keyof Allotment,
  least: number,
): Draft | null {
  const rungs = kind === "camera" ? CAMERA_RUNGS : SCREEN_RUNGS;
  const share = (draft: Draft) =>
    kbpsOf(rungs, draft[kind]) / kbpsOf(rungs, draft.wanted[kind]);
  let found: Draft | null = null;
  for (const draft of drafts) {
    if (draft[kind] < least) continue;
    if (
      !found || share(draft) > share(found) ||
      (share(draft) === share(found) && draft[kind] >= found[kind])
    ) found = draft;
  }
  return found;
}
