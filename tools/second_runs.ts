/** Runs test files, and those that fail a second time. @module */
import type { TestResult } from "./test_results.ts";

/** What the run of a file ended with. */
export interface RunOutcome {
  readonly results: readonly TestResult[];
  /** Failed tests, or the exit code of a run that ended without them. */
  readonly failures: readonly string[];
}

/** The outcomes that count, one for each file. */
export interface CountedOutcomes {
  readonly outcomes: readonly RunOutcome[];
  /** Failures of first runs whose files passed in the second. */
  readonly unstable: readonly string[];
}

/**
 * Runs the files in their order, `workers` at a time. Files that fail run once
 * more after all others, one at a time, and their second outcome counts.
 */
export async function runWithSecondRuns(
  files: readonly string[],
  workers: number,
  run: (file: string) => Promise<RunOutcome>,
): Promise<CountedOutcomes> {
  const outcomes: RunOutcome[] = [];
  const failed: { file: string; failures: readonly string[] }[] = [];
  const queue = [...files];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const outcome = await run(file);
      if (outcome.failures.length === 0) outcomes.push(outcome);
      else failed.push({ file, failures: outcome.failures });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const unstable: string[] = [];
  for (const { file, failures } of failed) {
    const outcome = await run(file);
    outcomes.push(outcome);
    if (outcome.failures.length === 0) unstable.push(...failures);
  }
  return { outcomes, unstable };
}
