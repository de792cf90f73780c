/**
 * Quality of a call, for the views. It changes every two seconds, so it is
 * kept apart from the state of the call.
 *
 * @module
 */
import type { CandidatePairInfo } from "./candidate_pair.ts";
import type { StateSlice } from "../store.ts";
import type { FaultSide } from "./fault_attribution.ts";
import type { CallCapacity } from "./call_capacity.ts";
import type { Assessment, Grade } from "./connection_grade.ts";
import type { QualitySample } from "./connection_sample.ts";

/** Quality of the connection to one member. */
export interface MemberQuality {
  /** Null until enough was measured. */
  readonly assessment: Assessment | null;
  /** Likely origin of the issue. */
  readonly faultSide: FaultSide | null;
  /** Null until the connection is made. */
  readonly candidatePair: CandidatePairInfo | null;
  /** Last samples, oldest first. */
  readonly samples: readonly QualitySample[];
}

/** Quality of the call. */
export interface QualityState {
  readonly members: ReadonlyMap<string, MemberQuality>;
  /** Null until enough was measured. */
  readonly capacity: CallCapacity | null;
  /** True while the call exceeds `capacity`. */
  readonly isOverCapacity: boolean;
  /** Why our video is smaller than requested. */
  readonly limitedBy: "network" | "device" | null;
  /** Mean time to draw the background of a frame, or null without one. */
  readonly backgroundFrameMs: number | null;
}

/** State before anything was measured. */
export const NO_QUALITY: QualityState = {
  members: new Map(),
  capacity: null,
  isOverCapacity: false,
  limitedBy: null,
  backgroundFrameMs: null,
};

/** Sets the time to draw the background of a frame; null without one. */
export function setFrameTime(
  state: StateSlice<QualityState>,
  backgroundFrameMs: number | null,
): void {
  if (state.get().backgroundFrameMs === backgroundFrameMs) return;
  state.set({ backgroundFrameMs });
}

/** Grade of a member, or null before it was assessed. */
export function getMemberGrade(
  { members }: QualityState,
  id: string,
): Grade | null {
  return members.get(id)?.assessment?.grade ?? null;
}
