import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  hostParser,
  integerBetween,
  listOf,
  originsParser,
  portRangeParser,
  quoteValue,
  type SettingParser,
  stunUrlParser,
  textParser,
  turnUrlParser,
} from "../../../../server/config/setting_kinds.ts";

function valueOf<T>(kind: SettingParser<T>, input: string): T | null {
  const reading = kind.parse(input);
  return "value" in reading ? reading.value : null;
}

Deno.test.each([
  { input: "2", want: 2 },
  { input: "1", want: null },
  { input: "9", want: 9 },
  { input: "10", want: null },
  { input: "0x5", want: null },
  { input: "5e0", want: null },
  { input: "-3", want: null },
  { input: " 5", want: null },
])("integerBetween(2, 9) reads $input as $want", ({ input, want }) => {
  assertEquals(valueOf(integerBetween(2, 9), input), want);
});

Deno.test.each([
  { input: "Meet.Example.COM", want: "meet.example.com" },
  { input: "마루.example", want: "xn--2s2b1p.example" },
  { input: "203.0.113.7", want: "203.0.113.7" },
  { input: "[2001:DB8::1]", want: "2001:db8::1" },
  { input: "2001:db8::1", want: "2001:db8::1" },
  { input: "https://a.example", want: null },
  { input: "a.example:8443", want: null },
  { input: "a.example/x", want: null },
  { input: "300.1.1.1", want: null },
  { input: "fe80::1%eth0", want: null },
])("host reads $input as $want", ({ input, want }) => {
  assertEquals(valueOf(hostParser, input), want);
});

Deno.test.each([
  { input: "turn:t.example", isTurn: true },
  { input: "turns:t.example:443?transport=tcp", isTurn: true },
  { input: "turn:[2001:db8::1]:3478?transport=udp", isTurn: true },
  { input: "turn:192.0.2.1:3478", isTurn: true },
  { input: "turn://t.example", isTurn: false },
  { input: "turn:user@t.example", isTurn: false },
  { input: "turn:t.example?transport=sctp", isTurn: false },
  { input: "turn:t.example:0", isTurn: false },
  { input: "turn:t.example:65536", isTurn: false },
  { input: "turn:", isTurn: false },
  { input: "stun:t.example", isTurn: false },
])("turnUrlParser takes $input: $isTurn", ({ input, isTurn }) => {
  assertEquals(valueOf(turnUrlParser, input), isTurn ? input : null);
});

Deno.test.each([
  { input: "stun:s.example", isStun: true },
  { input: "stuns:s.example:5349", isStun: true },
  { input: "stun:s.example?transport=udp", isStun: false },
  { input: "turn:s.example", isStun: false },
])("stunUrlParser takes $input: $isStun", ({ input, isStun }) => {
  assertEquals(valueOf(stunUrlParser, input), isStun ? input : null);
});

Deno.test.each([
  { input: "49152-65535", want: { first: 49152, last: 65535 } },
  { input: "5000-5000", want: { first: 5000, last: 5000 } },
  { input: "5001-5000", want: null },
  { input: "0-10", want: null },
  { input: "1-65536", want: null },
  { input: "5000", want: null },
])("portRangeParser reads $input", ({ input, want }) => {
  assertEquals(valueOf(portRangeParser, input), want);
});

Deno.test.each([
  "https://*.example.com",
  "https://*",
  "https://%2a.example.com",
  "https://.example.com",
  "https://a..example.com",
  "https://(a)+.example.com",
])("origins refuses %s, which no page has", (pattern) => {
  const result = originsParser.parse(`https://a.example, ${pattern}`);
  assert("problem" in result);
  assertMatch(result.problem, /a pattern matches no page/);
});

Deno.test("origins reads addresses and names in every form that a page can have", () => {
  assertEquals(
    valueOf(
      originsParser,
      "https://[::1]:8443, http://192.0.2.1, https://방.example, http://my_host, https://a.example.",
    ),
    {
      kind: "list",
      origins: [
        "https://[::1]:8443",
        "http://192.0.2.1",
        "https://xn--vh3b.example",
        "http://my_host",
        "https://a.example.",
      ],
    },
  );
});

Deno.test("origins reads the star, a list, and refuses what has a path", () => {
  assertEquals(valueOf(originsParser, "*"), { kind: "any" });
  assertEquals(
    valueOf(originsParser, "https://A.example:443/, http://b:8080"),
    {
      kind: "list",
      origins: ["https://a.example", "http://b:8080"],
    },
  );
  assertEquals(valueOf(originsParser, "https://a.example/page"), null);
  assertEquals(valueOf(originsParser, "ftp://a.example"), null);
  assertEquals(valueOf(originsParser, "a.example"), null);
});

Deno.test("list drops blanks and empty entries", () => {
  assertEquals(valueOf(listOf(textParser), " a ,, b ,"), ["a", "b"]);
});

Deno.test("quoteValue() escapes control characters and truncates long text", () => {
  assertEquals(quoteValue("a\n\x1b[31m"), '"a\\n\\u001b[31m"');
  assertEquals(quoteValue("x".repeat(200)).length, 85);
});
