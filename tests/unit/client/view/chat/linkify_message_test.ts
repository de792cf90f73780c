import { assertEquals } from "@std/assert";
import { linkifyMessage } from "../../../../../client/view/chat/linkify_message.ts";

/** Links in brackets, so that a test reads like the message. */
function shown(message: string): string {
  return linkifyMessage(message).map((part) =>
    part.kind === "link" ? `[${part.text}]` : part.text
  ).join("");
}

Deno.test.each([
  { message: "plain", wanted: "plain" },
  { message: "see https://a.example/x", wanted: "see [https://a.example/x]" },
  { message: "http://a.example.", wanted: "[http://a.example]." },
  { message: "(https://a.example/x)", wanted: "([https://a.example/x])" },
  {
    message: "https://a.example/wiki/A_(b)!",
    wanted: "[https://a.example/wiki/A_(b)]!",
  },
  { message: "“https://a.example”", wanted: "“[https://a.example]”" },
  {
    message: "https://a.example, https://b.example",
    wanted: "[https://a.example], [https://b.example]",
  },
  { message: "https://마루.example/방", wanted: "[https://마루.example/방]" },
  { message: "HTTPS://A.example", wanted: "[HTTPS://A.example]" },
  { message: "https://a.example\nnext", wanted: "[https://a.example]\nnext" },
])("linkifyMessage() finds the links in $message", ({ message, wanted }) => {
  assertEquals(shown(message), wanted);
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

Deno.test("linkifyMessage() shows what would turn or hide the text, and makes no link of it", () => {
  assertEquals(shown("a\u202Eb\u0007c\n"), "a\uFFFDb\uFFFDc\n");
  assertEquals(
    shown("https://a.example/\u202Egpj.exe"),
    "https://a.example/\uFFFDgpj.exe",
  );
});

Deno.test("linkifyMessage() gives the address as the browser reads it", () => {
  const [part] = linkifyMessage("https://A.example/a b");
  assertEquals(part, {
    kind: "link",
    text: "https://A.example/a",
    href: "https://a.example/a",
  });
});

Deno.test("linkifyMessage() takes off a bracket for each that opened nothing", () => {
  assertEquals(shown("https://a.example/(x)))."), "[https://a.example/(x)])).");
  const many = ")".repeat(3_900);
  assertEquals(
    shown(`https://a.example/${many}`),
    `[https://a.example/]${many}`,
  );
});
