import { assertEquals } from "@std/assert";
import { findAvoidedWords } from "../../../../tools/repository/words.ts";

Deno.test.each([
  { text: "// Reads the file anew.", word: "anew" },
  { text: "Whoever opens the link", word: "Whoever" },
  { text: "log.warn('The door is shut')", word: "door" },
  { text: "closes those that dawdle", word: "dawdle" },
  { text: "The message shall be sent", word: "shall" },
  { text: "The peer is told", word: "is told" },
  { text: "a token lets go of the seat", word: "lets go of" },
])("findAvoidedWords() reports $word", ({ text, word }) => {
  const [problem, ...others] = findAvoidedWords("a.md", `one\n${text}`);
  assertEquals(problem?.line, 2);
  assertEquals(problem?.message.endsWith(`instead of "${word}"`), true);
  assertEquals(others, []);
});

Deno.test("findAvoidedWords() reports else for otherwise in a comment, not in code", () => {
  const lines = (text: string) =>
    findAvoidedWords("a.ts", text).map(({ line }) => line);
  assertEquals(lines(" * Kept on disk, else in memory."), [1]);
  assertEquals(lines("} else {"), []);
  assertEquals(lines(" * Every other event and nothing else."), []);
});

Deno.test("findAvoidedWords() leaves words that only contain one alone", () => {
  const text = "outdoors: marshalled bookshelf amended doorbell";
  assertEquals(findAvoidedWords("a.md", text), []);
});
