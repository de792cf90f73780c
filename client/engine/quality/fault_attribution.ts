/**
 * Attributes an issue: shared by most peers it is ours, of network or device;
 * seen with one peer it is theirs.
 *
 * @module
 */
import type { Assessment } from "./connection_grade.ts";

/** Likely origin of an issue; `between` is unknown. */
export type FaultSide = "own" | "theirs" | "between";

/** Origin of the issue of each member that has one. */
export function attributeFaults(
  assessments: ReadonlyMap<string, Assessment | null>,
): ReadonlyMap<string, FaultSide> {
  const known = [...assessments].flatMap(([id, assessment]) =>
    assessment ? [{ id, assessment }] : []
  );
  const ofVideo = known.filter(({ assessment }) => isVideoIssue(assessment));
  const ofNetwork = known.filter(({ assessment }) =>
    assessment.issue !== null && !isVideoIssue(assessment)
  );
  return new Map(
    [ofVideo, ofNetwork].flatMap((affected) =>
      affected.map(({ id }) =>
        [id, faultSideOf(affected.length, known.length)] as const
      )
    ),
  );
}

function faultSideOf(affected: number, all: number): FaultSide {
  if (affected >= 2 && affected * 2 > all) return "own";
  return all >= 3 ? "theirs" : "between";
}

/** True when packets arrive, but video does not play well. */
export function isVideoIssue({ issue }: Assessment): boolean {
  return issue === "freezes" || issue === "frames";
}
