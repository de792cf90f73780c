import { assertEquals } from "@std/assert";
import {
  parseParentPid,
  parsePssKib,
} from "../../../../bench/files/browser_memory.ts";

Deno.test("parseParentPid() finds the parent behind a name with spaces", () => {
  assertEquals(parseParentPid("12 (a (b) c) S 7 12 12 0"), 7);
});

Deno.test("parsePssKib() reads the line of Pss, and 0 where it is missing", () => {
  assertEquals(
    parsePssKib("Rss:   900 kB\nPss:   120 kB\nPss_Anon: 4 kB\n"),
    120,
  );
  assertEquals(parsePssKib(""), 0);
});
