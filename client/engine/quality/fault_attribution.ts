/**
 * Whose trouble it is: what goes wrong with most members is ours, be it the
 * network or the device; what goes wrong with one alone is theirs.
 *
 * @module
 */
import type { Assessment } from "./connection_grade.ts";

/** Where a trouble most likely comes from; `between` is not known. */
export type FaultSide = "own" | "theirs" | "between";

/** The side for each member that has a trouble. */
export function attributeFaults(
  findings: ReadonlyMap<string, Assessment | null>,
): ReadonlyMap<string, FaultSide> {
  const known = [...findings].flatMap(([id, finding]) =>
    finding ? [{ id, finding }] : []
  );
  const ofPicture = known.filter(({ finding }) => isVideoIssue(finding));
  const ofNetwork = known.filter(({ finding }) =>
    finding.issue !== null && !isVideoIssue(finding)
  );
  return new Map(
    [ofPicture, ofNetwork].flatMap((sick) =>
      sick.map(({ id }) =>
        [id, faultSideOf(sick.length, known.length)] as const
      )
    ),
  );
}

function faultSideOf(sick: number, all: number): FaultSide {
  if (sick >= 2 && sick * 2 > all) return "own";
  return all >= 3 ? "theirs" : "between";
}

/** True when packets come well, but pictures do not. */
export function isVideoIssue({ issue }: Assessment): boolean {
  return issue === "freezes" || issue === "frames";
}
