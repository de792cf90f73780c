/**
 * Whether a connection is good, fair or poor, and what ails it. Both ways
 * count: what comes from there, and how the other side gets ours.
 *
 * @module
 */
import type { QualitySample } from "./connection_sample.ts";

/** How a connection is. */
export type Grade = "good" | "fair" | "poor";

/** What is wrong with it. */
export type Issue =
  | "loss-in"
  | "loss-out"
  | "delay"
  | "jitter"
  | "freezes"
  | "frames";

/** A verdict; `trouble` is null when all is good. */
export interface Assessment {
  readonly grade: Grade;
  readonly issue: Issue | null;
}

/** From `fair` on it can be noticed, from `poor` on it disturbs. */
export interface GradeThresholds {
  readonly fair: number;
  readonly poor: number;
}

/**
 * Where fair and poor begin. Opus hides single lost packets up to some per
 * cent; a round trip of 300 ms makes people talk over one another (ITU-T G.114
 * has 150 ms one way); a late packet of 50 ms is at the edge of the buffer.
 */
export const GRADE_THRESHOLDS = {
  /** Share of packets, 0 to 1. */
  loss: { fair: 0.03, poor: 0.1 },
  rttMs: { fair: 300, poor: 600 },
  jitterMs: { fair: 50, poor: 120 },
  /** Within `WINDOW` samples. */
  freezes: { fair: 1, poor: 3 },
  /** Fewer are worse; the smallest picture is sent with 15. */
  framesPerSecond: { fair: 8, poor: 3 },
} as const satisfies Record<string, GradeThresholds>;

/** Samples that a finding looks at. */
export const WINDOW_SAMPLES = 3;
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
export function assessConnection(
  samples: readonly QualitySample[],
  expectsPicture: boolean,
): Assessment | null {
  const last = samples.slice(-WINDOW_SAMPLES);
  const mean = (read: (sample: QualitySample) => number | null) =>
    meanOf(last.flatMap((sample) => read(sample) ?? []));
  const moving = last.filter((sample) => !sample.isVideoStopped);
  const hasPicture = expectsPicture && moving.length > 0;
  const freezes = moving.reduce((sum, s) => sum + (s.freezeCount ?? 0), 0);
  const fps = meanOf(moving.flatMap((s) => s.framesPerSecond ?? []));
  const all: readonly (readonly [Issue, Grade | null])[] = [
    [
      "loss-in",
      gradeHigherIsWorse(mean((s) => s.lossIn), GRADE_THRESHOLDS.loss),
    ],
    [
      "loss-out",
      gradeHigherIsWorse(mean((s) => s.lossOut), GRADE_THRESHOLDS.loss),
    ],
    ["delay", gradeHigherIsWorse(mean((s) => s.rttMs), GRADE_THRESHOLDS.rttMs)],
    [
      "jitter",
      gradeHigherIsWorse(mean((s) => s.jitterMs), GRADE_THRESHOLDS.jitterMs),
    ],
    [
      "freezes",
      hasPicture ? gradeHigherIsWorse(freezes, GRADE_THRESHOLDS.freezes) : null,
    ],
    [
      "frames",
      hasPicture
        ? gradeLowerIsWorse(fps, GRADE_THRESHOLDS.framesPerSecond)
        : null,
    ],
  ];
  const known = all.filter(([, grade]) => grade !== null);
  if (known.length === 0) return null;
  let worst: Assessment = { grade: "good", issue: null };
  for (const [trouble, grade] of known) {
    if (grade && RANK[grade] > RANK[worst.grade]) {
      worst = { grade, issue: trouble };
    }
  }
  return worst;
}

function gradeHigherIsWorse(
  value: number | null,
  { fair, poor }: GradeThresholds,
): Grade | null {
  if (value === null) return null;
  return value >= poor ? "poor" : value >= fair ? "fair" : "good";
}

function gradeLowerIsWorse(
  value: number | null,
  { fair, poor }: GradeThresholds,
): Grade | null {
  if (value === null) return null;
  return value < poor ? "poor" : value < fair ? "fair" : "good";
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A verdict that does not flicker. */
export interface StableAssessment {
  /** Null until there was a finding. */
  readonly current: Assessment | null;
  /** Findings in a row that were of another grade, all better or all worse. */
  readonly differingCount: number;
  readonly isWorse: boolean;
}

/** The verdict before anything was measured. */
export const NO_ASSESSMENT: StableAssessment = {
  current: null,
  differingCount: 0,
  isWorse: false,
};

/** The verdict after one more finding. */
export function stabilizeAssessment(
  verdict: StableAssessment,
  next: Assessment | null,
): StableAssessment {
  const { current } = verdict;
  if (next === null) return verdict;
  if (current === null || current.grade === next.grade) {
    return { current: next, differingCount: 0, isWorse: false };
  }
  const isWorse = RANK[next.grade] > RANK[current.grade];
  const others = verdict.isWorse === isWorse ? verdict.differingCount + 1 : 1;
  const enough = isWorse ? WORSE_AFTER : BETTER_AFTER;
  return others >= enough
    ? { current: next, differingCount: 0, isWorse: false }
    : { current, differingCount: others, isWorse };
}
