import { assertEquals } from "@std/assert";
import {
  anchorsOf,
  findLinkProblems,
  type LinkTargets,
} from "../../../../tools/repository/links.ts";

/** A project that has these files, by path and text. */
function project(files: Record<string, string>): LinkTargets {
  return {
    exists: (path) =>
      Object.keys(files).some((f) => f === path || f.startsWith(path)),
    readText: (path) => files[path] ?? null,
  };
}

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
  {
    text: "[x](gone.md)",
    message: "The target of the link does not exist: gone.md",
  },
  {
    text: "[x]: gone.md",
    message: "The target of the link does not exist: gone.md",
  },
  {
    text: '<a href="gone.md">x</a>',
    message: "The target of the link does not exist: gone.md",
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
