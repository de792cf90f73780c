/**
 * Results of `deno test` from its JUnit files, counted over several runs.
 *
 * @module
 */

/** Outcome of one test. */
export type TestStatus = "passed" | "failed" | "ignored";

/** One test of one run. */
export interface TestResult {
  /** File that calls `Deno.test`, which may be a helper of the test file. */
  readonly file: string;
  readonly name: string;
  readonly status: TestStatus;
}

/** Number of tests by outcome. */
export type Tally = Readonly<Record<TestStatus, number>>;

const ELEMENT =
  /<(testsuite|testcase) ([^>]*?)(\/?)>|<(skipped|failure|error)\b/g;
const STEP_SEPARATOR = " > ";
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

/** The tests in a JUnit file of Deno, without their steps. */
export function parseJunit(xml: string): TestResult[] {
  const results: TestResult[] = [];
  let file = "";
  for (const [, element, attributes = "", , status] of xml.matchAll(ELEMENT)) {
    const last = results.at(-1);
    if (element === "testsuite") file = nameIn(attributes);
    else if (element === "testcase") {
      results.push({ file, name: nameIn(attributes), status: "passed" });
    } else if (last) {
      results.pop();
      const isIgnored = status === "skipped";
      results.push({ ...last, status: isIgnored ? "ignored" : "failed" });
    }
  }
  const names = new Set(results.map(({ name }) => name));
  return results.filter(({ name }) => !isStep(name, names));
}

/** True for `test > step`, where `test` is another test. */
function isStep(name: string, names: ReadonlySet<string>): boolean {
  const parts = name.split(STEP_SEPARATOR);
  return parts.slice(0, -1).some((_, index) =>
    names.has(parts.slice(0, index + 1).join(STEP_SEPARATOR))
  );
}

function nameIn(attributes: string): string {
  const [, name = ""] = /\bname="([^"]*)"/.exec(attributes) ?? [];
  return name.replaceAll(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (entity, decimal, hex, word) =>
      decimal || hex
        ? String.fromCodePoint(parseInt(decimal ?? hex, decimal ? 10 : 16))
        : ENTITIES[word] ?? entity,
  );
}

/** Counts tests; the result of a later run replaces that of an earlier one. */
export function tally(runs: readonly (readonly TestResult[])[]): Tally {
  const latest = new Map<string, TestStatus>();
  for (const run of runs) {
    const seen = new Map<string, number>();
    for (const { file, name, status } of run) {
      const test = `${file}\n${name}`;
      const count = (seen.get(test) ?? 0) + 1;
      seen.set(test, count);
      latest.set(`${test}\n${count}`, status);
    }
  }
  const counts = { passed: 0, failed: 0, ignored: 0 };
  for (const status of latest.values()) counts[status]++;
  return counts;
}

/** Files with ignored tests, each once. */
export function filesWithIgnored(results: readonly TestResult[]): string[] {
  return [
    ...new Set(
      results.filter(({ status }) => status === "ignored")
        .map(({ file }) => file),
    ),
  ];
}

/** The last line of a run, in the form of Deno's own. */
export function closingLine(counts: Tally, elapsedMs: number): string {
  const { passed, failed, ignored } = counts;
  const verdict = failed === 0 && passed > 0 ? "ok" : "FAILED";
  const seconds = Math.round(elapsedMs / 1000);
  const time = `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `${verdict} | ${passed} passed | ${failed} failed | ${ignored} ignored (${time})`;
}
