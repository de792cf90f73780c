import { assertEquals } from "@std/assert";
import { findDuplicateTypes } from "../../../../tools/repository/exported_types.ts";

Deno.test("findDuplicateTypes() reports each declaration of a name that two files export", () => {
  const problems = findDuplicateTypes(
    new Map([
      ["a.ts", "export interface Seat {}\nexport type Id = string;"],
      ["b.ts", "\nexport abstract class Seat {}"],
      ["c.ts", "interface Id {}\nexport function Seat() {}"],
    ]),
  );
  assertEquals(problems.map(({ file, line }) => `${file}:${line}`), [
    "a.ts:1",
    "b.ts:2",
  ]);
});

Deno.test("findDuplicateTypes() allows a type and a class of one name in one file", () => {
  const text = "export interface Options {}\nexport type Options = number;";
  assertEquals(findDuplicateTypes(new Map([["a.ts", text]])), []);
});
