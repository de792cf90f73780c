import { assertEquals } from "@std/assert";
import {
  closingLine,
  filesWithIgnored,
  parseJunit,
  tally,
  type TestStatus,
} from "../../../tools/test_results.ts";

const JUNIT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="4" failures="2" errors="0" time="1.2">
  <testsuite name="./a_test.ts" tests="3" disabled="0" errors="0" failures="1">
    <testcase name="one() &lt; &quot;two&quot; &amp; &#48;&#x31;" classname="./a_test.ts" time="0.1" line="1" col="6"/>
    <testcase name="fails" classname="./a_test.ts" time="0.1">
      <failure message="Uncaught Error: no">Error: &lt;testcase name=&quot;x&quot;&gt;</failure>
    </testcase>
    <testcase name="ignored" classname="./a_test.ts" time="0.0">
      <skipped/>
    </testcase>
  </testsuite>
  <testsuite name="./b_test.ts" tests="1" disabled="0" errors="1" failures="0">
    <testcase name="cancelled" classname="./b_test.ts">
      <error message="Cancelled"/>
    </testcase>
  </testsuite>
</testsuites>`;

const result = (file: string, name: string, status: TestStatus) => ({
  file,
  name,
  status,
});

Deno.test("parseJunit() reads file, name and status of each test", () => {
  assertEquals(parseJunit(JUNIT), [
    result("./a_test.ts", 'one() < "two" & 01', "passed"),
    result("./a_test.ts", "fails", "failed"),
    result("./a_test.ts", "ignored", "ignored"),
    result("./b_test.ts", "cancelled", "failed"),
  ]);
});

Deno.test("parseJunit() leaves out steps, whose name begins with that of their test", () => {
  const names = ["a &gt; b", "a", "a &gt; c &gt; d", "x &gt; y"];
  const xml = names.map((name) => `<testcase name="${name}"/>`).join("");
  assertEquals(parseJunit(`<testsuite name="f">${xml}</testsuite>`), [
    result("f", "a", "passed"),
    result("f", "x > y", "passed"),
  ]);
});

Deno.test("parseJunit() finds no test in an empty file", () => {
  assertEquals(parseJunit(""), []);
});

Deno.test("tally() counts a test once, with the status of its last run", () => {
  const counts = tally([
    [result("a", "x", "ignored"), result("a", "y", "passed")],
    [result("a", "x", "passed"), result("b", "x", "failed")],
  ]);
  assertEquals(counts, { passed: 2, failed: 1, ignored: 0 });
});

Deno.test("tally() counts tests of one file with the same name", () => {
  const run = [result("a", "x", "passed"), result("a", "x", "ignored")];
  assertEquals(tally([run, run]), { passed: 1, failed: 0, ignored: 1 });
});

Deno.test("filesWithIgnored() names each file once", () => {
  const results = [
    result("a", "x", "ignored"),
    result("a", "y", "ignored"),
    result("b", "x", "passed"),
  ];
  assertEquals(filesWithIgnored(results), ["a"]);
});

Deno.test.each([
  { passed: 3, failed: 0, verdict: "ok" },
  { passed: 3, failed: 1, verdict: "FAILED" },
  { passed: 0, failed: 0, verdict: "FAILED" },
])(
  "closingLine() says $verdict for $passed passed and $failed failed tests",
  ({ passed, failed, verdict }) => {
    assertEquals(
      closingLine({ passed, failed, ignored: 2 }, 61_400),
      `${verdict} | ${passed} passed | ${failed} failed | 2 ignored (1m1s)`,
    );
  },
);
