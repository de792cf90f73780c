/**
 * What the views draw of the quality of a call. It changes every two seconds,
 * so it is kept apart from the state of the call.
 *
 * @module
 */
import type { FaultSide } from "./fault_attribution.ts";
import type { CallCapacity } from "./call_capacity.ts";
import type { Assessment, Grade } from "./connection_grade.ts";
import type { QualitySample } from "./connection_sample.ts";

/** How the connection to one member does. */
export interface MemberQuality {
  /** Null until enough was measured. */
  readonly assessment: Assessment | null;
  /** Where a trouble of the network comes from. */
  readonly faultSide: FaultSide | null;
  /** The last minutes, oldest first. */
  readonly samples: readonly QualitySample[];
}

/** How all of them do, by member. */
export interface QualityState {
  readonly members: ReadonlyMap<string, MemberQuality>;
  /** Null until enough was measured. */
  readonly capacity: CallCapacity | null;
  /** True while there are more in the call than that. */
  readonly isOverCapacity: boolean;
  /** What makes our pictures smaller than the others look at them. */
  readonly limitedBy: "network" | "device" | null;
}

/** State before anything was measured. */
export const NO_QUALITY: QualityState = {
  members: new Map(),
  capacity: null,
  isOverCapacity: false,
  limitedBy: null,
};

/** Verdict on a member, or null while there is none. */
export function getMemberGrade(
  { members }: QualityState,
  id: string,
): Grade | null {
  return members.get(id)?.assessment?.grade ?? null;
}
