/** What a start downloads: `deno task` caches every package of deno.lock. */
import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import { HAS_READ_PERMISSION, readProjectFile } from "../../fakes/document.ts";

const LOCK_FILE = v.object({
  specifiers: v.record(v.string(), v.string()),
  npm: v.record(v.string(), v.object({ integrity: v.string() })),
});
/** Modules that load the packages of tests and checks. */
const TEST_PACKAGES = [
  "bench/library/packages.ts",
  "tests/e2e/harness/packages.ts",
  "tools/browser_support/packages.ts",
];
const ADVICE =
  "restore the file, and run tests with `deno task test FILE` or `--lock=tests/deno.lock`";

async function readLockFile(path: string) {
  return v.parse(LOCK_FILE, JSON.parse(await readProjectFile(path)));
}

/** `npm:name@version` of the specifiers in a text. */
function npmSpecifiersIn(text: string): string[] {
  const found = [...text.matchAll(/npm:\/?((?:@[\w.-]+\/)?[\w.-]+@[\d.]+)/g)]
    .map(([, name]) => `npm:${name}`);
  return [...new Set(found)].sort();
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !HAS_READ_PERMISSION, fn });
}

test("deno.lock has the packages of deno.json and no others", async () => {
  const { specifiers } = await readLockFile("deno.lock");
  const { imports } = JSON.parse(await readProjectFile("deno.json"));
  assertEquals(
    Object.keys(specifiers).sort(),
    npmSpecifiersIn(Object.values(imports).join(" ")),
    ADVICE,
  );
});

test("tests/deno.lock has the packages of the server as they are in deno.lock, and those of the tests", async () => {
  const product = await readLockFile("deno.lock");
  const tests = await readLockFile("tests/deno.lock");
  // A suffix names the peer dependency of a package, such as `_typescript@5`.
  const hashes = new Map(
    Object.entries(tests.npm)
      .map((
        [name, { integrity }],
      ) => [name.replace(/(@\d[^_]*)_.*/, "$1"), integrity]),
  );
  for (const [name, { integrity }] of Object.entries(product.npm)) {
    assertEquals(hashes.get(name), integrity, name);
  }
  const modules = await Promise.all(TEST_PACKAGES.map(readProjectFile));
  const testPackages = npmSpecifiersIn(modules.join("\n"));
  assert(testPackages.length > 0);
  assertEquals(
    Object.keys(tests.specifiers).sort(),
    [...Object.keys(product.specifiers), ...testPackages].sort(),
  );
});
