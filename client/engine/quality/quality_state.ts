/**
 * What the views draw of the quality of a call. It changes every two seconds,
 * so it is kept apart from the state of the call.
 *
 * @module
 */
import type { Side } from "./fault_attribution.ts";
import type { Carrying } from "./call_capacity.ts";
import type { Finding, Grade } from "./connection_grade.ts";
import type { Sample } from "./connection_sample.ts";

/** How the connection to one member does. */
export interface MemberQuality {
  /** Null until enough was measured. */
  readonly finding: Finding | null;
  /** Where a trouble of the network comes from. */
  readonly side: Side | null;
  /** The last minutes, oldest first. */
  readonly samples: readonly Sample[];
}

/** How all of them do, by member. */
export interface QualityState {
  readonly members: ReadonlyMap<string, MemberQuality>;
  /** Null until enough was measured. */
  readonly carrying: Carrying | null;
  /** True while there are more in the call than that. */
  readonly isBeyond: boolean;
  /** What makes our pictures smaller than the others look at them. */
  readonly heldBackBy: "network" | "device" | null;
}

/** State before anything was measured. */
export const NO_QUALITY: QualityState = {
  members: new Map(),
  carrying: null,
  isBeyond: false,
  heldBackBy: null,
};

/** Verdict on a member, or null while there is none. */
export function gradeOf(
  { members }: QualityState,
  id: string,
): Grade | null {
  return members.get(id)?.finding?.grade ?? null;
}
