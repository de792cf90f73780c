/**
 * Goals of a file transfer, and whether a run has met them.
 *
 * @module
 */
import { formatNumber } from "../signaling/report.ts";
import type { TransferCosts } from "./transfer_pages.ts";

/** Least share of the rate of the bare channel. */
export const MIN_RATE_SHARE = 0.8;
/** Longest task of a main thread, in milliseconds. */
export const MAX_TASK_MS = 50;
/** Least share of the frames that the call has without a transfer. */
export const MIN_FRAMES_SHARE = 0.9;

/** One line for each goal. */
export function formatGoals(
  mib: number,
  { quiet, maru, bare }: TransferCosts,
): string {
  const bareSeconds = bare.reduce((sum, { seconds }) => sum + seconds, 0);
  const share = bareSeconds / maru.seconds;
  const longestMs = Math.max(...maru.longestTaskMs);
  const bareLongestMs = Math.max(
    ...bare.flatMap(({ longestTaskMs }) => longestTaskMs),
  );
  const frames = Math.min(
    ...maru.framesPerSecond.map((fps, i) =>
      fps / (quiet.framesPerSecond[i] ?? NaN)
    ),
  );
  return [
    goal(
      `Rate: ${formatNumber(share)} of the bare channel (${
        formatNumber(mib / maru.seconds)
      } MiB/s), at least ${MIN_RATE_SHARE}`,
      share >= MIN_RATE_SHARE,
    ),
    goal(
      `Longest task of a main thread: ${formatNumber(longestMs)} ms (bare: ${
        formatNumber(bareLongestMs)
      }), at most ${MAX_TASK_MS} ms; 0 is below 50`,
      longestMs <= MAX_TASK_MS,
    ),
    goal(
      `Pictures of the call: ${
        formatNumber(frames)
      } of those before, at least ${MIN_FRAMES_SHARE}`,
      frames >= MIN_FRAMES_SHARE,
    ),
  ].join("\n");
}

function goal(text: string, isMet: boolean): string {
  return `- ${isMet ? "Met" : "Missed"}: ${text}`;
}
