import { assertEquals } from "@std/assert";
import {
  parentOf,
  sharedKbOf,
} from "../../../../bench/files/browser_memory.ts";

Deno.test("parentOf() finds the parent behind a name with spaces", () => {
  assertEquals(parentOf("12 (a (b) c) S 7 12 12 0"), 7);
});

Deno.test("sharedKbOf() reads the line of Pss, and 0 where it is missing", () => {
  assertEquals(
    sharedKbOf("Rss:   900 kB\nPss:   120 kB\nPss_Anon: 4 kB\n"),
    120,
  );
  assertEquals(sharedKbOf(""), 0);
});
