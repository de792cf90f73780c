import { assertEquals } from "@std/assert";
import {
  type RunOutcome,
  runWithSecondRuns,
} from "../../../tools/second_runs.ts";

/** Runs that fail as often as `failing` says, and the order of the runs. */
function runsOf(failing: Readonly<Record<string, number>>) {
  const order: string[] = [];
  let running = 0;
  const atOnce: number[] = [];
  const run = async (file: string): Promise<RunOutcome> => {
    order.push(file);
    atOnce.push(++running);
    await Promise.resolve();
    running--;
    const times = order.filter((name) => name === file).length;
    const hasFailed = times <= (failing[file] ?? 0);
    return { results: [], failures: hasFailed ? [`${file} ${times}`] : [] };
  };
  return { order, atOnce, run };
}

Deno.test("Files that pass run once", async () => {
  const { order, run } = runsOf({});
  const { outcomes, unstable } = await runWithSecondRuns(["a", "b"], 2, run);
  assertEquals(order, ["a", "b"]);
  assertEquals(outcomes.length, 2);
  assertEquals(unstable, []);
});

Deno.test("A file that fails runs again after the others, alone, and is named", async () => {
  const { order, atOnce, run } = runsOf({ a: 1, b: 1 });
  const { outcomes, unstable } = await runWithSecondRuns(
    ["a", "b", "c"],
    2,
    run,
  );
  assertEquals(order, ["a", "b", "c", "a", "b"]);
  assertEquals(atOnce.slice(3), [1, 1]);
  assertEquals(outcomes.flatMap(({ failures }) => failures), []);
  assertEquals(unstable, ["a 1", "b 1"]);
});

Deno.test("What fails twice fails, and there is no third run", async () => {
  const { order, run } = runsOf({ a: 3 });
  const { outcomes, unstable } = await runWithSecondRuns(["a", "b"], 1, run);
  assertEquals(order, ["a", "b", "a"]);
  assertEquals(outcomes.flatMap(({ failures }) => failures), ["a 2"]);
  assertEquals(unstable, []);
});
