/**
 * Runs the tests, or the named test files: first everything without
 * permissions (except to read the two variables of npm `ws`), so that pure
 * tests prove to be pure; then, with permissions, the files with ignored tests
 * and the integration tests; browser files last, two at a time. A browser file
 * that fails runs a second time, alone; what fails twice fails, and what passes
 * then is listed as unstable.
 * Prints the output of runs that fail, and a closing line in Deno's form.
 *
 * `--core` runs only the browser tests that are marked as core tests.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import { prepareChromium } from "../tests/e2e/harness/browser.ts";
import {
  CERTIFICATES_FOLDER,
  writeCertificates,
} from "../tests/e2e/harness/certificates.ts";
import { WS_VARIABLES } from "../tests/fakes/ws_permission.ts";
import { type RunOutcome, runWithSecondRuns } from "./second_runs.ts";
import {
  closingLine,
  filesWithIgnored,
  parseJunit,
  tally,
  type TestResult,
} from "./test_results.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const INTEGRATION_TESTS = "tests/integration/";
const BROWSER_TESTS = "tests/e2e/";
/** Browser files that run at the same time. */
const BROWSER_WORKERS = 2;
const TEST = ["test", "--lock=tests/deno.lock", "--no-check", "--quiet"];
const DENSE = ["--parallel", "--reporter=dot"];
const PURE = [`--allow-env=${WS_VARIABLES.join()}`];
const CORE_MARK = /\bisCore: /;

/** A run of `deno test`. */
interface Run {
  /** Test files, or none for all. */
  readonly files: readonly string[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The runs of one call of this program. */
class TestRunner {
  readonly #folder: string;
  readonly #results: (readonly TestResult[])[] = [];
  readonly #failures: string[] = [];
  /** Failures of first runs whose files passed in a second one. */
  readonly #unstable: string[] = [];
  readonly #startedMs = performance.now();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Everything, in the three steps. */
  async runAll(): Promise<void> {
    const pure = await this.#run({ files: [], args: [...DENSE, ...PURE] });
    // Browser tests are ignored here; below they are run file by file.
    const others = pure.results.filter(({ file }) => !isBrowserFile(file));
    this.#add({ ...pure, results: others });
    const ignoredIn = filesWithIgnored(others).filter(isTestFile);
    const files = [
      ...ignoredIn,
      ...await testFilesBelow(INTEGRATION_TESTS),
      ...await testFilesBelow(BROWSER_TESTS),
    ];
    await this.runFiles([...new Set(files)]);
  }

  /** These files with permissions. */
  async runFiles(files: readonly string[]): Promise<void> {
    const others = files.filter((file) => !isBrowserFile(file));
    if (others.length > 0) {
      const args = ["-P=test", ...DENSE];
      this.#add(await this.#run({ files: others, args }));
    }
    await this.#runBrowserFiles(files.filter(isBrowserFile));
  }

  /** The core tests of all browser files. */
  async runCore(): Promise<void> {
    const files: string[] = [];
    for (const file of await testFilesBelow(BROWSER_TESTS)) {
      if (CORE_MARK.test(await Deno.readTextFile(ROOT + file))) {
        files.push(file);
      }
    }
    await this.#runBrowserFiles(files, { MARU_E2E_SELECTION: "core" });
  }

  /** Prints the end of the run; true when every test passed. */
  finish(): boolean {
    const counts = tally(this.#results);
    const failed = Math.max(counts.failed, this.#failures.length);
    for (const line of this.#unstable) {
      console.log(`Passed in a second run only: ${line}`);
    }
    for (const line of this.#failures) console.log(`FAILED: ${line}`);
    console.log();
    const elapsedMs = performance.now() - this.#startedMs;
    console.log(closingLine({ ...counts, failed }, elapsedMs));
    return failed === 0 && counts.passed > 0;
  }

  /** Takes the largest file first: the size is an estimate of the duration. */
  async #runBrowserFiles(
    files: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    if (files.length === 0) return;
    await prepareChromium();
    const certificates = `${this.#folder}/certificates`;
    await Deno.mkdir(certificates);
    await writeCertificates(certificates);
    const { outcomes, unstable } = await runWithSecondRuns(
      await largestFirst(files),
      BROWSER_WORKERS,
      (file) =>
        this.#run({
          files: [file],
          args: ["-P=test"],
          env: { ...env, [CERTIFICATES_FOLDER]: certificates },
        }),
    );
    for (const outcome of outcomes) this.#add(outcome);
    this.#unstable.push(...unstable);
  }

  #add({ results, failures }: RunOutcome): void {
    this.#results.push(results);
    this.#failures.push(...failures);
  }

  async #run({ files, args, env = {} }: Run): Promise<RunOutcome> {
    const startedMs = performance.now();
    const junit = `${this.#folder}/${++this.#count}.xml`;
    const output = await new Deno.Command(Deno.execPath(), {
      args: [...TEST, `--junit-path=${junit}`, ...args, ...files],
      cwd: ROOT,
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
      stdin: "null",
    }).output();
    const xml = await Deno.readTextFile(junit).catch(() => "");
    const results = parseJunit(xml).map((test) => ({
      ...test,
      // A helper that registers a test is its file in the report.
      file: files.length === 1 && files[0] ? files[0] : pathOf(test.file),
    }));
    const { passed, failed } = tally([results]);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const name = nameOf(files, args);
    console.log(`${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
    if (output.success && failed === 0) return { results, failures: [] };
    console.log(decode(output.stdout), decode(output.stderr));
    return { results, failures: failuresOf(results, output.code, name) };
  }
}

function failuresOf(
  results: readonly TestResult[],
  exitCode: number,
  name: string,
): readonly string[] {
  const failed = results.filter(({ status }) => status === "failed")
    .map(({ file, name }) => `${file}: ${name}`);
  return failed.length > 0 ? failed : [`${name}: exit code ${exitCode}`];
}

function nameOf(files: readonly string[], args: readonly string[]): string {
  const [file, ...others] = files;
  if (!file) return "All files without permissions";
  if (others.length === 0) return file;
  return `${files.length} files with ${args[0]}`;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Path from the project's folder. */
function pathOf(file: string): string {
  const url = new URL(file, new URL("..", import.meta.url));
  return fileURLToPath(url).slice(ROOT.length);
}

function isTestFile(file: string): boolean {
  return file.endsWith("_test.ts");
}

function isBrowserFile(file: string): boolean {
  return pathOf(file).startsWith(BROWSER_TESTS);
}

async function testFilesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(ROOT + folder)) {
    const path = folder + name;
    if (isDirectory) files.push(...await testFilesBelow(`${path}/`));
    else if (isTestFile(name)) files.push(path);
  }
  return files;
}

async function largestFirst(files: readonly string[]): Promise<string[]> {
  const sized = await Promise.all(files.map(async (file) => {
    const { size } = await Deno.stat(ROOT + file);
    return { file, size };
  }));
  return sized.sort((a, b) => b.size - a.size).map(({ file }) => file);
}

async function main(args: readonly string[]): Promise<void> {
  const files = args.filter((arg) => arg !== "--core");
  const folder = await Deno.makeTempDir({ prefix: "maru-tests-" });
  try {
    const runner = new TestRunner(folder);
    if (args.includes("--core")) await runner.runCore();
    else if (files.length > 0) await runner.runFiles(files.map(pathOf));
    else await runner.runAll();
    if (!runner.finish()) Deno.exitCode = 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main(Deno.args);
