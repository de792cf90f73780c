import { assert, assertEquals } from "@std/assert";
import { settingsTable } from "../../../server/config/settings.ts";
import {
  bare,
  DOCUMENTS,
  isInProject,
  MAY_READ,
  readProject,
  tableBelow,
} from "../../fakes/document.ts";

const SOURCE_PATH =
  /`((?:signaling|ice|client|server|tools|bench|tests|\.ci)\/[\w./-]*)`/g;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !MAY_READ, fn });
}

/** Name and default of each row of a settings table. */
function settingRows(text: string): string[][] {
  return text.split("\n").filter((line) => /^\| `[A-Z_]+` \|/.test(line))
    .map((line) => line.split("|").slice(1, 3).map((cell) => cell.trim()));
}

test("README.ko has the settings of the code, with their defaults", async () => {
  const korean = await readProject("README.ko.md");
  assertEquals(settingRows(korean), settingRows(settingsTable()));
});

test("Both READMEs have the same headings, commands, links and picture", async () => {
  const parts = (text: string) => ({
    levels: text.match(/^#+(?= )/gm),
    blocks: text.match(/^```sh\n[\s\S]*?^```$/gm),
    links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to)
      .filter((to) => !/^README/.test(to ?? "")).sort(),
  });
  assertEquals(
    parts(await readProject("README.ko.md")),
    parts(await readProject("README.md")),
  );
});

test("README has the two commands that .ci/run relies on", async () => {
  const readme = await readProject("README.md");
  for (const task of ["start", "test"]) {
    assert(readme.includes(`\nnpx --yes deno@2.9.6 task ${task}\n`), task);
  }
});

test("Each task that a document names is in deno.json", async () => {
  const { tasks } = JSON.parse(await readProject("deno.json"));
  for (const path of DOCUMENTS) {
    const text = await readProject(path);
    for (
      const [, task = ""] of text.matchAll(/(?:deno|deno@[\d.]+) task (\w+)/g)
    ) {
      assert(Object.hasOwn(tasks, task), `${path}: ${task}`);
    }
  }
});

test("Each source that a document names is there", async () => {
  for (const path of DOCUMENTS) {
    const text = await readProject(path);
    for (const [, source = ""] of text.matchAll(SOURCE_PATH)) {
      assert(await isInProject(source), `${path}: ${source}`);
    }
  }
});

test("ARCHITECTURE says of each dependency why it is there", async () => {
  const { imports } = JSON.parse(await readProject("deno.json"));
  const rows = tableBelow(await readProject("ARCHITECTURE.md"), "Dependencies");
  const named = rows.flatMap(([cell = ""]) => cell.split(", ").map(bare));
  assertEquals(named.sort(), Object.keys(imports).sort());
});

test("README's picture is a PNG of less than 150 KB", async () => {
  assert(await isInProject("docs/call.png"));
  const url = new URL("../../../docs/call.png", import.meta.url);
  const bytes = await Deno.readFile(url);
  assertEquals(bytes.subarray(0, 4).toHex(), "89504e47");
  assert(bytes.length < 150_000, `${bytes.length} bytes`);
});
