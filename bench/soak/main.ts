/**
 * `deno task soak [NAME...] [--seconds=S]`: attacks and faults, each on a new
 * server beside a call that must not notice. Prints one table. Exit 1 when a
 * bound is broken.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { findMissing, runScenario, SCENARIOS } from "./scenarios.ts";
import { findBrokenBounds, formatRow, TABLE_HEAD } from "./table.ts";

async function main(): Promise<void> {
  const named = Deno.args.filter((arg) => !arg.startsWith("--"));
  const unknown = named.find((name) => !SCENARIOS.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `No scenario of this name: ${unknown}. There are: ${
        SCENARIOS.join(", ")
      }`,
    );
  }
  const option = Deno.args.find((arg) => arg.startsWith("--seconds="));
  const seconds = Number(option?.slice("--seconds=".length) ?? 10);
  for (const line of TABLE_HEAD) console.log(line);
  for (const name of named.length > 0 ? named : SCENARIOS) {
    const missing = await findMissing(name);
    if (missing !== null) {
      console.log(`| ${name} | not run: ${missing} |`);
      continue;
    }
    const { row, bounds } = await runScenario(name, seconds);
    console.log(formatRow(row, bounds));
    if (findBrokenBounds(row, bounds).length > 0) Deno.exitCode = 1;
  }
}

if (import.meta.main) await main();
