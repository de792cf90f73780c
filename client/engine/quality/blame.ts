/**
 * Whose network it is: what goes wrong with most members is ours, what goes
 * wrong with one alone is theirs.
 *
 * @module
 */
import type { Finding, Trouble } from "./judge.ts";

/** Where a trouble most likely comes from; `between` is not known. */
export type Side = "own" | "theirs" | "between";

const OF_NETWORK: ReadonlySet<Trouble> = new Set([
  "loss-in",
  "loss-out",
  "delay",
  "jitter",
]);

/** The side for each member that has a trouble of the network. */
export function blame(
  findings: ReadonlyMap<string, Finding | null>,
): ReadonlyMap<string, Side> {
  const known = [...findings].flatMap(([id, finding]) =>
    finding ? [{ id, finding }] : []
  );
  const sick = known.filter(({ finding }) =>
    finding.trouble !== null && OF_NETWORK.has(finding.trouble)
  );
  return new Map(sick.map(({ id }) => [id, sideOf(sick.length, known.length)]));
}

function sideOf(sick: number, all: number): Side {
  if (sick >= 2 && sick * 2 > all) return "own";
  return all >= 3 ? "theirs" : "between";
}
