/**
 * Whose trouble it is: what goes wrong with most members is ours, be it the
 * network or the device; what goes wrong with one alone is theirs.
 *
 * @module
 */
import type { Finding } from "./connection_grade.ts";

/** Where a trouble most likely comes from; `between` is not known. */
export type Side = "own" | "theirs" | "between";

/** The side for each member that has a trouble. */
export function blame(
  findings: ReadonlyMap<string, Finding | null>,
): ReadonlyMap<string, Side> {
  const known = [...findings].flatMap(([id, finding]) =>
    finding ? [{ id, finding }] : []
  );
  const ofPicture = known.filter(({ finding }) => isOfPicture(finding));
  const ofNetwork = known.filter(({ finding }) =>
    finding.trouble !== null && !isOfPicture(finding)
  );
  return new Map(
    [ofPicture, ofNetwork].flatMap((sick) =>
      sick.map(({ id }) => [id, sideOf(sick.length, known.length)] as const)
    ),
  );
}

function sideOf(sick: number, all: number): Side {
  if (sick >= 2 && sick * 2 > all) return "own";
  return all >= 3 ? "theirs" : "between";
}

/** True when packets come well, but pictures do not. */
export function isOfPicture({ trouble }: Finding): boolean {
  return trouble === "freezes" || trouble === "frames";
}
