import { assertEquals } from "@std/assert";
import { linkifyMessage } from "../../../../../client/view/chat/linkify_message.ts";

/** The message with its links in brackets. */
function bracketLinks(message: string): string {
  return linkifyMessage(message).map((part) =>
    part.kind === "link" ? `[${part.text}]` : part.text
  ).join("");
}

Deno.test.each([
  { message: "plain", expected: "plain" },
  { message: "see https://a.example/x", expected: "see [https://a.example/x]" },
  { message: "http://a.example.", expected: "[http://a.example]." },
  { message: "(https://a.example/x)", expected: "([https://a.example/x])" },
  {
    message: "https://a.example/wiki/A_(b)!",
    expected: "[https://a.example/wiki/A_(b)]!",
  },
  { message: "“https://a.example”", expected: "“[https://a.example]”" },
  {
    message: "https://a.example, https://b.example",
    expected: "[https://a.example], [https://b.example]",
  },
  { message: "https://마루.example/방", expected: "[https://마루.example/방]" },
  { message: "HTTPS://A.example", expected: "[HTTPS://A.example]" },
  { message: "https://a.example\nnext", expected: "[https://a.example]\nnext" },
])("linkifyMessage() finds links in $message", ({ message, expected }) => {
  assertEquals(bracketLinks(message), expected);
});

Deno.test.each([
  { message: "javascript:alert(1)" },
  { message: "JaVaScRiPt://a.example/%0Aalert(1)" },
  { message: "data:text/html,<script>alert(1)</script>" },
  { message: "vbscript:x file:///etc/passwd ftp://a.example" },
  { message: "https://" },
  { message: "https://bank.example@evil.example/" },
  { message: "https://a.example:99999/" },
  { message: `https://a.example/${"x".repeat(2_000)}` },
  { message: "<a href=x onclick=y>" },
  { message: "https://a.example/\u200Fgpj" },
])("linkifyMessage() makes no link of $message", ({ message }) => {
  assertEquals(linkifyMessage(message), [{ kind: "text", text: message }]);
});

Deno.test("linkifyMessage() replaces control and bidirectional characters and links no such URL", () => {
  assertEquals(bracketLinks("a\u202Eb\u0007c\n"), "a\uFFFDb\uFFFDc\n");
  assertEquals(
    bracketLinks("https://a.example/\u202Egpj.exe"),
    "https://a.example/\uFFFDgpj.exe",
  );
});

Deno.test("linkifyMessage() normalizes the URL of a link", () => {
  const [part] = linkifyMessage("https://A.example/a b");
  assertEquals(part, {
    kind: "link",
    text: "https://A.example/a",
    href: "https://a.example/a",
  });
});

Deno.test("linkifyMessage() removes unmatched closing brackets", () => {
  assertEquals(
    bracketLinks("https://a.example/(x)))."),
    "[https://a.example/(x)])).",
  );
  const many = ")".repeat(3_900);
  assertEquals(
    bracketLinks(`https://a.example/${many}`),
    `[https://a.example/]${many}`,
  );
});
