/**
 * Figures of joins: percentiles, ratios to the bare call of the same round,
 * and the steps of the way to the first frame.
 *
 * @module
 */
import {
  computeMedian,
  computeMedianRatio,
  formatNumber,
  formatTable,
} from "../signaling/report.ts";

/** When each step happened first, in milliseconds of one clock. */
export type Marks = Readonly<Record<string, number>>;

/** What one round of a case measured, in milliseconds. */
export interface JoinRound {
  /** From the press to the newcomer's last first frame of the others. */
  readonly newcomerMs: number;
  /** From the press to the first frame of the newcomer at a member in the room; NaN where there is none. */
  readonly memberMs: number;
  /** Steps at the newcomer, since the press. */
  readonly steps: Marks;
}

/** Rounds of each case, in the order of the table. */
export type JoinRounds = ReadonlyMap<string, readonly JoinRound[]>;

/** Steps of the timeline in the order in which they usually happen, as `join_probe.js` names them. */
export const STEPS: readonly (readonly [mark: string, title: string])[] = [
  ["socket", "socket"],
  ["welcome", "welcome"],
  ["offer out", "offer"],
  ["answer in", "answer"],
  ["checking", "ICE checks"],
  ["pair", "pair"],
  ["dtls", "DTLS"],
  ["packet", "packet"],
  ["frame", "frame"],
  ["all", "all frames"],
];

/** Figures of a newcomer and of a member that was in the room. */
export function createJoinRound(newcomer: Marks, member: Marks): JoinRound {
  const pressMs = newcomer.press ?? NaN;
  const steps = Object.entries(newcomer).map(([name, atMs]) =>
    [name, atMs - pressMs] as const
  );
  return {
    newcomerMs: (newcomer.all ?? NaN) - pressMs,
    memberMs: (member.frame ?? NaN) - pressMs,
    steps: Object.fromEntries(steps),
  };
}

/** Value below which `fraction` of the finite values lie (nearest rank). */
export function computePercentile(
  values: readonly number[],
  fraction: number,
): number {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(sorted.length * fraction));
  return sorted[rank - 1] ?? NaN;
}

/**
 * Table of all cases; `baselineOf` names the case of the bare call that a case
 * is compared with.
 */
export function formatJoinTable(
  rounds: JoinRounds,
  baselineOf: (name: string) => string,
): string {
  const rows = [...rounds].map(([name, own]) => {
    const newcomer = own.map(({ newcomerMs }) => newcomerMs);
    const member = own.map(({ memberMs }) => memberMs);
    const bare = (rounds.get(baselineOf(name)) ?? [])
      .map(({ newcomerMs }) => newcomerMs);
    return [
      name,
      formatNumber(computeMedian(newcomer)),
      formatNumber(computePercentile(newcomer, 0.95)),
      formatNumber(computeMedianRatio(newcomer, bare)),
      formatNumber(computeMedian(member)),
      formatNumber(computePercentile(member, 0.95)),
    ];
  });
  return formatTable([
    ["ms", "p50", "p95", "ratio", "member p50", "member p95"],
    ...rows,
  ]);
}

/** Table of the medians of each step. */
export function formatTimeline(rounds: JoinRounds): string {
  const rows = [...rounds].map(([name, own]) => [
    name,
    ...STEPS.map(([mark]) =>
      formatStep(computeMedian(own.map(({ steps }) => steps[mark] ?? NaN)))
    ),
  ]);
  return formatTable([["ms", ...STEPS.map(([, title]) => title)], ...rows]);
}

/** Maru opens its socket before the press. */
function formatStep(ms: number): string {
  return ms < 0 ? "before" : formatNumber(ms);
}
