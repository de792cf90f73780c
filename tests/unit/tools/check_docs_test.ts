import { assertEquals } from "@std/assert";
import {
  anchorsOf,
  type DocsFileSystem,
  findLinkProblems,
  findSourceProblems,
} from "../../../tools/check_docs.ts";

const HEAD = "/**\n * Says why this file exists.\n *\n * @module\n */\n";

function problemsOf(text: string): string[] {
  return findSourceProblems("a.ts", text).map((p) => `${p.line}: ${p.message}`);
}

/** A project that has these files, by path and text. */
function project(files: Record<string, string>): DocsFileSystem {
  return {
    exists: (path) =>
      Object.keys(files).some((f) => f === path || f.startsWith(path)),
    readText: (path) => files[path] ?? null,
  };
}

Deno.test("findSourceProblems() finds nothing in a file with a head and sentences", () => {
  const body = [
    "/** Adds two numbers. */",
    "export function add() {}",
    "/**",
    " * A long one",
    " * over lines.",
    " */",
    "export async function* walk() {}",
    "/** One of many. */",
    "// deno-lint-ignore no-explicit-any",
    "export type Any = any;",
    "export { other } from './b.ts';",
    "const own = 1;",
  ].join("\n");
  assertEquals(problemsOf(HEAD + body), []);
});

Deno.test.each([
  { what: "nothing", text: "export {};\n" },
  { what: "a line comment", text: "// Says why.\n" },
  { what: "only a tag", text: "/** @module */\n" },
  { what: "an empty comment", text: "/**\n */\n" },
  {
    what: "the sentence of an export",
    text: "/** Adds two numbers. */\nexport function add() {}\n",
  },
])(
  "findSourceProblems() misses the head of a file that starts with $what",
  ({ text }) => {
    assertEquals(problemsOf(text), [
      "1: The file does not start with a comment that says why",
    ]);
  },
);

Deno.test("findSourceProblems() takes a head behind the line that names the interpreter", () => {
  assertEquals(problemsOf(`#!/usr/bin/env -S deno run\n${HEAD}`), []);
});

Deno.test.each([
  { line: "export function add() {}", name: "add" },
  { line: "export const LIMIT = 1;", name: "LIMIT" },
  { line: "export abstract class Shape {}", name: "Shape" },
  { line: "export type Id = string;", name: "Id" },
  { line: "/** @internal */\nexport interface A {}", name: "A" },
  { line: "/** For another. */\n\nexport enum E {}", name: "E" },
])("findSourceProblems() misses the sentence of $name", ({ line, name }) => {
  const at = HEAD.split("\n").length + line.split("\n").length - 1;
  assertEquals(problemsOf(HEAD + line), [
    `${at}: The export ${name} has no sentence`,
  ]);
});

Deno.test("findSourceProblems() asks for one sentence for all overloads of a function", () => {
  const body = "/** Reads one. */\nexport function read(a: 1): 1;\n" +
    "export function read(a: 2): 2;\nexport function read(a: any) {}\n";
  assertEquals(problemsOf(HEAD + body), []);
});

Deno.test("findSourceProblems() lets a block of numbers share one sentence", () => {
  const block = "export const A = 1;\nexport const B = 0o4000;\n";
  assertEquals(problemsOf(`${HEAD}/** Linux's numbers. */\n${block}`), []);
  assertEquals(problemsOf(`${HEAD}\n${block}`).length, 2);
});

Deno.test("findLinkProblems() follows links between documents, files and folders", () => {
  const documents = project({
    "docs/a.md": "# A heading: with `code`\n",
    "main.ts": "",
    "docs/shot one.png": "",
  });
  const text = [
    "[a](docs/a.md) [there](docs/a.md#a-heading-with-code) [folder](docs)",
    '![shot](docs/shot%20one.png "title") [web](https://example.com/x)',
    "[mail](mailto:a@example.com) `[no](link.md)`",
    "```",
    "[in code](nowhere.md)",
    "```",
    "[ref]: main.ts",
    '<img src="main.ts">',
  ].join("\n");
  assertEquals(findLinkProblems("README.md", text, documents), []);
});

Deno.test.each([
  { text: "[x](gone.md)", message: "The link leads nowhere: gone.md" },
  { text: "[x]: gone.md", message: "The link leads nowhere: gone.md" },
  {
    text: '<a href="gone.md">x</a>',
    message: "The link leads nowhere: gone.md",
  },
  {
    text: "[x](b.md#two)",
    message: "No heading has this anchor: b.md#two",
  },
  { text: "[x](#two)", message: "No heading has this anchor: #two" },
])("findLinkProblems() reports $text", ({ text, message }) => {
  const documents = project({ "docs/a.md": text, "docs/b.md": "# One\n" });
  assertEquals(findLinkProblems("docs/a.md", `line one\n${text}`, documents), [
    { file: "docs/a.md", line: 2, message },
  ]);
});

Deno.test("anchorsOf() numbers equal headings and keeps letters of any script", () => {
  const text = "# Same\n## Same\n```\n# not one\n```\n### 방 이름, 둘!\n";
  assertEquals([...anchorsOf(text)], ["same", "same-1", "방-이름-둘"]);
});
