import { assertEquals } from "@std/assert";
import { findSourceProblems } from "../../../../tools/repository/comments.ts";

const HEAD = "/**\n * Says why this file exists.\n *\n * @module\n */\n";

function problemsOf(text: string): string[] {
  return findSourceProblems("a.ts", text).map((p) => `${p.line}: ${p.message}`);
}

Deno.test("findSourceProblems() accepts a file with a head and doc comments", () => {
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
  { start: "nothing", text: "export {};\n" },
  { start: "a line comment", text: "// Says why.\n" },
  { start: "only a tag", text: "/** @module */\n" },
  { start: "an empty comment", text: "/**\n */\n" },
  {
    start: "the comment of an export",
    text: "/** Adds two numbers. */\nexport function add() {}\n",
  },
])(
  "findSourceProblems() misses the head of a file that starts with $start",
  ({ text }) => {
    assertEquals(problemsOf(text), [
      "1: The file does not start with a comment on its purpose",
    ]);
  },
);

Deno.test("findSourceProblems() accepts a head after the shebang", () => {
  assertEquals(problemsOf(`#!/usr/bin/env -S deno run\n${HEAD}`), []);
});

Deno.test.each([
  { line: "export function add() {}", name: "add" },
  { line: "export const LIMIT = 1;", name: "LIMIT" },
  { line: "export abstract class Shape {}", name: "Shape" },
  { line: "export type Id = string;", name: "Id" },
  { line: "/** @internal */\nexport interface A {}", name: "A" },
  { line: "/** For another. */\n\nexport enum E {}", name: "E" },
])("findSourceProblems() misses the doc comment of $name", ({ line, name }) => {
  const at = HEAD.split("\n").length + line.split("\n").length - 1;
  assertEquals(problemsOf(HEAD + line), [
    `${at}: The export ${name} has no doc comment`,
  ]);
});

Deno.test("findSourceProblems() asks for one doc comment for all overloads", () => {
  const body = "/** Reads one. */\nexport function read(a: 1): 1;\n" +
    "export function read(a: 2): 2;\nexport function read(a: any) {}\n";
  assertEquals(problemsOf(HEAD + body), []);
});

Deno.test("findSourceProblems() lets a block of constants share one doc comment", () => {
  const block = "export const A = 1;\nexport const B = 0o4000;\n";
  assertEquals(problemsOf(`${HEAD}/** Linux's numbers. */\n${block}`), []);
  assertEquals(problemsOf(`${HEAD}\n${block}`).length, 2);
});
