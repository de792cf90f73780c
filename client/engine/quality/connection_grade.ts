/**
 * Grade of a connection and its main issue, from both directions: what we
 * receive, and what the other side reports to receive.
 *
 * @module
 */
import type { QualitySample } from "./connection_sample.ts";
import { computeMean } from "./mean.ts";

/** Grade of a connection. */
export type Grade = "good" | "fair" | "poor";

/** Main issue of a connection. */
export type Issue =
  | "loss-in"
  | "loss-out"
  | "delay"
  | "jitter"
  | "freezes"
  /** Small for its tile, or none at all. */
  | "picture"
  | "frames";

/** A grade with its issue; null when the grade is good. */
export interface Assessment {
  readonly grade: Grade;
  readonly issue: Issue | null;
}

/** Values at which an issue becomes noticeable, and disturbing. */
export interface GradeThresholds {
  readonly fair: number;
  readonly poor: number;
}

/**
 * Opus conceals single lost packets up to a few per cent; from a round trip of
 * 300 ms people talk over one another (ITU-T G.114: 150 ms one way); 50 ms of
 * jitter is about the size of the jitter buffer.
 */
export const GRADE_THRESHOLDS = {
  /** Share of packets, 0 to 1. */
  loss: { fair: 0.03, poor: 0.1 },
  rttMs: { fair: 300, poor: 600 },
  jitterMs: { fair: 50, poor: 120 },
  /** Within `WINDOW_SAMPLES`. */
  freezes: { fair: 1, poor: 3 },
  /** Lower is worse; the smallest video has 15. */
  framesPerSecond: { fair: 8, poor: 3 },
  /** The same for a tile of at least `LARGE_TILE_PX`. */
  largeFramesPerSecond: { fair: 12, poor: 5 },
  /** Received size relative to the rendered one; lower is worse. */
  pictureSize: { fair: 0.4, poor: 0.2 },
} as const satisfies Record<string, GradeThresholds>;

/** Size from which on a low frame rate is more noticeable. */
export const LARGE_TILE_PX = 640;
/** Cameras are not sent larger (`CAMERA_RUNGS`). */
const MAX_RENDERED_PX = 1_280;

/** Number of samples for one assessment. */
export const WINDOW_SAMPLES = 3;
/** Consecutive assessments before the grade gets worse. */
export const WORSE_AFTER = 2;
/** Consecutive assessments before the grade gets better. */
export const BETTER_AFTER = 4;

const RANK: Readonly<Record<Grade, number>> = { good: 0, fair: 1, poor: 2 };

/**
 * Assesses the last samples; null when they have no values.
 *
 * @param renderedPx Longer side of the other camera here, in device pixels; 0
 * while it is off or not rendered.
 */
export function assessConnection(
  samples: readonly QualitySample[],
  renderedPx: number,
): Assessment | null {
  const last = samples.slice(-WINDOW_SAMPLES);
  const mean = (read: (sample: QualitySample) => number | null) =>
    computeMean(last.flatMap((sample) => read(sample) ?? []));
  const moving = last.filter((sample) => !sample.isVideoStopped);
  const hasVideo = renderedPx > 0 && moving.length > 0;
  const freezes = moving.reduce((sum, s) => sum + (s.freezeCount ?? 0), 0);
  const fps = computeMean(moving.flatMap((s) => s.framesPerSecond ?? []));
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
      hasVideo ? gradeHigherIsWorse(freezes, GRADE_THRESHOLDS.freezes) : null,
    ],
    [
      "frames",
      hasVideo
        ? gradeLowerIsWorse(
          fps,
          renderedPx >= LARGE_TILE_PX
            ? GRADE_THRESHOLDS.largeFramesPerSecond
            : GRADE_THRESHOLDS.framesPerSecond,
        )
        : null,
    ],
    ["picture", renderedPx > 0 ? gradePicture(last, renderedPx) : null],
  ];
  const known = all.filter(([, grade]) => grade !== null);
  if (known.length === 0) return null;
  let worst: Assessment = { grade: "good", issue: null };
  for (const [issue, grade] of known) {
    if (grade && RANK[grade] > RANK[worst.grade]) worst = { grade, issue };
  }
  return worst;
}

/** Grade of the received size; a video that has stopped is poor. */
function gradePicture(
  samples: readonly QualitySample[],
  renderedPx: number,
): Grade | null {
  const moving = samples.filter((sample) => !sample.isVideoStopped);
  if (moving.length === 0) {
    return samples.length >= WINDOW_SAMPLES ? "poor" : null;
  }
  const px = computeMean(
    moving.flatMap(({ width, height }) =>
      Math.max(width ?? 0, height ?? 0) || []
    ),
  );
  const wantedPx = Math.min(renderedPx, MAX_RENDERED_PX);
  return px === null
    ? null
    : gradeLowerIsWorse(px / wantedPx, GRADE_THRESHOLDS.pictureSize);
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

/** An assessment that changes only after several in a row. */
export interface StableAssessment {
  /** Null before the first assessment. */
  readonly current: Assessment | null;
  /** Consecutive assessments of another grade, all better or all worse. */
  readonly differingCount: number;
  readonly isWorse: boolean;
}

/** Before anything was measured. */
export const NO_ASSESSMENT: StableAssessment = {
  current: null,
  differingCount: 0,
  isWorse: false,
};

/** Takes one more assessment into account. */
export function stabilizeAssessment(
  stable: StableAssessment,
  next: Assessment | null,
): StableAssessment {
  const { current } = stable;
  if (next === null) return stable;
  if (current === null || current.grade === next.grade) {
    return { current: next, differingCount: 0, isWorse: false };
  }
  const isWorse = RANK[next.grade] > RANK[current.grade];
  const differingCount = stable.isWorse === isWorse
    ? stable.differingCount + 1
    : 1;
  return differingCount >= (isWorse ? WORSE_AFTER : BETTER_AFTER)
    ? { current: next, differingCount: 0, isWorse: false }
    : { current, differingCount, isWorse };
}
