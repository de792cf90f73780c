/**
 * Whether a connection is good, fair or poor, and what ails it. Both ways
 * count: what comes from there, and how the other side gets ours.
 *
 * @module
 */
import type { Sample } from "./connection_sample.ts";

/** How a connection is. */
export type Grade = "good" | "fair" | "poor";

/** What is wrong with it. */
export type Trouble =
  | "loss-in"
  | "loss-out"
  | "delay"
  | "jitter"
  | "freezes"
  | "frames";

/** A verdict; `trouble` is null when all is good. */
export interface Finding {
  readonly grade: Grade;
  readonly trouble: Trouble | null;
}

/** From `fair` on it can be noticed, from `poor` on it disturbs. */
export interface Bounds {
  readonly fair: number;
  readonly poor: number;
}

/**
 * Where fair and poor begin. Opus hides single lost packets up to some per
 * cent; a round trip of 300 ms makes people talk over one another (ITU-T G.114
 * has 150 ms one way); a late packet of 50 ms is at the edge of the buffer.
 */
export const BOUNDS = {
  /** Share of packets, 0 to 1. */
  loss: { fair: 0.03, poor: 0.1 },
  rttMs: { fair: 300, poor: 600 },
  jitterMs: { fair: 50, poor: 120 },
  /** Within `WINDOW` samples. */
  freezes: { fair: 1, poor: 3 },
  /** Fewer are worse; the smallest picture is sent with 15. */
  framesPerSecond: { fair: 8, poor: 3 },
} as const satisfies Record<string, Bounds>;

/** Samples that a finding looks at. */
export const WINDOW = 3;
/** Findings in a row that make a verdict worse. */
export const WORSE_AFTER = 2;
/** Findings in a row that make a verdict better. */
export const BETTER_AFTER = 4;

const RANK: Readonly<Record<Grade, number>> = { good: 0, fair: 1, poor: 2 };

/**
 * What the last samples say; null while they say nothing.
 *
 * @param expectsPicture True while the other camera is on and looked at.
 */
export function findingOf(
  samples: readonly Sample[],
  expectsPicture: boolean,
): Finding | null {
  const last = samples.slice(-WINDOW);
  const mean = (read: (sample: Sample) => number | null) =>
    meanOf(last.flatMap((sample) => read(sample) ?? []));
  const moving = last.filter((sample) => !sample.isPictureStopped);
  const hasPicture = expectsPicture && moving.length > 0;
  const freezes = moving.reduce((sum, s) => sum + (s.freezeCount ?? 0), 0);
  const fps = meanOf(moving.flatMap((s) => s.framesPerSecond ?? []));
  const all: readonly (readonly [Trouble, Grade | null])[] = [
    ["loss-in", above(mean((s) => s.lossIn), BOUNDS.loss)],
    ["loss-out", above(mean((s) => s.lossOut), BOUNDS.loss)],
    ["delay", above(mean((s) => s.rttMs), BOUNDS.rttMs)],
    ["jitter", above(mean((s) => s.jitterMs), BOUNDS.jitterMs)],
    ["freezes", hasPicture ? above(freezes, BOUNDS.freezes) : null],
    ["frames", hasPicture ? below(fps, BOUNDS.framesPerSecond) : null],
  ];
  const known = all.filter(([, grade]) => grade !== null);
  if (known.length === 0) return null;
  let worst: Finding = { grade: "good", trouble: null };
  for (const [trouble, grade] of known) {
    if (grade && RANK[grade] > RANK[worst.grade]) worst = { grade, trouble };
  }
  return worst;
}

function above(value: number | null, { fair, poor }: Bounds): Grade | null {
  if (value === null) return null;
  return value >= poor ? "poor" : value >= fair ? "fair" : "good";
}

function below(value: number | null, { fair, poor }: Bounds): Grade | null {
  if (value === null) return null;
  return value < poor ? "poor" : value < fair ? "fair" : "good";
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A verdict that does not flicker. */
export interface Verdict {
  /** Null until there was a finding. */
  readonly finding: Finding | null;
  /** Findings in a row that were of another grade, all better or all worse. */
  readonly others: number;
  readonly isWorse: boolean;
}

/** The verdict before anything was measured. */
export const NO_VERDICT: Verdict = { finding: null, others: 0, isWorse: false };

/** The verdict after one more finding. */
export function follow(verdict: Verdict, next: Finding | null): Verdict {
  const { finding } = verdict;
  if (next === null) return verdict;
  if (finding === null || finding.grade === next.grade) {
    return { finding: next, others: 0, isWorse: false };
  }
  const isWorse = RANK[next.grade] > RANK[finding.grade];
  const others = verdict.isWorse === isWorse ? verdict.others + 1 : 1;
  const enough = isWorse ? WORSE_AFTER : BETTER_AFTER;
  return others >= enough
    ? { finding: next, others: 0, isWorse: false }
    : { finding, others, isWorse };
}
