import { assert, assertEquals } from "@std/assert";
import { formatSettingsTable } from "../../../server/config/settings.ts";
import {
  DOCUMENTS,
  HAS_READ_PERMISSION,
  parseTableBelow,
  projectPathExists,
  readProjectFile,
  stripBackticks,
} from "../../fakes/document.ts";
import { SUPPORTED_BROWSERS } from "../../../tools/browser_support/supported_browsers.ts";

const SOURCE_PATH =
  /`((?:signaling|ice|client|server|tools|bench|tests|\.ci)\/[\w./-]*)`/g;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !HAS_READ_PERMISSION, fn });
}

/** Name and default of each row of a settings table. */
function settingRows(text: string): string[][] {
  return text.split("\n").filter((line) => /^\| `[A-Z_]+` \|/.test(line))
    .map((line) => line.split("|").slice(1, 3).map((cell) => cell.trim()));
}

test("README.ko has the settings of the code, with their defaults", async () => {
  const korean = await readProjectFile("README.ko.md");
  assertEquals(settingRows(korean), settingRows(formatSettingsTable()));
});

test("Both READMEs have the same headings, commands, links and picture", async () => {
  const parts = (text: string) => ({
    levels: text.match(/^#+(?= )/gm),
    blocks: text.match(/^```sh\n[\s\S]*?^```$/gm),
    links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) =>
      to?.replace(".ko.md", ".md")
    )
      .filter((to) => !/^README/.test(to ?? "")).sort(),
  });
  assertEquals(
    parts(await readProjectFile("README.ko.md")),
    parts(await readProjectFile("README.md")),
  );
});

test("README has the two commands that .ci/run relies on", async () => {
  const readme = await readProjectFile("README.md");
  for (const task of ["start", "test"]) {
    assert(readme.includes(`\nnpx --yes deno@2.9.6 task ${task}\n`), task);
  }
});

test("Each task that a document names is in deno.json", async () => {
  const { tasks } = JSON.parse(await readProjectFile("deno.json"));
  for (const path of DOCUMENTS) {
    const text = await readProjectFile(path);
    for (
      const [, task = ""] of text.matchAll(/(?:deno|deno@[\d.]+) task (\w+)/g)
    ) {
      assert(Object.hasOwn(tasks, task), `${path}: ${task}`);
    }
  }
});

test("Each source that a document names is there", async () => {
  for (const path of DOCUMENTS) {
    const text = await readProjectFile(path);
    for (const [, source = ""] of text.matchAll(SOURCE_PATH)) {
      assert(await projectPathExists(source), `${path}: ${source}`);
    }
  }
});

test("ARCHITECTURE says of each dependency why it is there", async () => {
  const { imports } = JSON.parse(await readProjectFile("deno.json"));
  const rows = parseTableBelow(
    await readProjectFile("ARCHITECTURE.md"),
    "Dependencies",
  );
  const named = rows.flatMap(([cell = ""]) =>
    cell.split(", ").map(stripBackticks)
  );
  assertEquals(named.sort(), Object.keys(imports).sort());
});

test("ARCHITECTURE says of each package of the browser tests why it is there", async () => {
  const sources = await Promise.all([
    "bench/library/packages.ts",
    "tests/e2e/harness/packages.ts",
    "tools/browser_support/packages.ts",
  ].map(readProjectFile));
  const names = [...sources.join("\n").matchAll(/"npm:(.+?)@[\d.]+(?=["/])/g)]
    .map(([, name]) => name);
  const rows = parseTableBelow(
    await readProjectFile("ARCHITECTURE.md"),
    "Packages of the browser tests",
  );
  assertEquals(
    rows.flatMap(([cell = ""]) => cell.split(", ").map(stripBackticks)).sort(),
    [...new Set(names)].sort(),
  );
});

test("README's picture is a PNG of less than 150 KB", async () => {
  assert(await projectPathExists("docs/call.png"));
  const url = new URL("../../../docs/call.png", import.meta.url);
  const bytes = await Deno.readFile(url);
  assertEquals(bytes.subarray(0, 4).toHex(), "89504e47");
  assert(bytes.length < 150_000, `${bytes.length} bytes`);
});

test("Both READMEs have the oldest supported browsers of the code", async () => {
  const want = SUPPORTED_BROWSERS.map(({ name, version }) => [name, version]);
  for (
    const [path, heading] of [
      ["README.md", "Browsers"],
      ["README.ko.md", "브라우저"],
    ] as const
  ) {
    const rows = parseTableBelow(await readProjectFile(path), heading);
    const found = rows.map(([name = "", version = ""]) => [
      name.replace(/:.*/, ""),
      version.replace(" ESR", ""),
    ]);
    assertEquals(found, want, path);
  }
});
