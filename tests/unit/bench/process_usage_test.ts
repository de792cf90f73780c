import { assertEquals, assertThrows } from "@std/assert";
import {
  parseCpuSeconds,
  parseMachineCpuSeconds,
  parsePeakKib,
  parseResidentKib,
} from "../../../bench/process_usage.ts";

Deno.test("parseCpuSeconds() adds user and system time behind a name with spaces", () => {
  const stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 900 0 0 0 250 50 1 2 20 0 9";
  assertEquals(parseCpuSeconds(stat), 3);
});

Deno.test("parseCpuSeconds() throws at another kind of line", () => {
  assertThrows(() => parseCpuSeconds("cpu  1 2 3"), TypeError);
});

Deno.test("parseResidentKib() finds VmRSS among the other sizes", () => {
  const status = "VmHWM:\t   900 kB\nVmRSS:\t   812 kB\nRssAnon:\t 1 kB\n";
  assertEquals(parseResidentKib(status), 812);
  assertThrows(() => parseResidentKib("State:\tS\n"), TypeError);
});

Deno.test("parseMachineCpuSeconds() adds all but idle and waiting of all cores", () => {
  const stat =
    "cpu  100 20 300 9000 800 4 50 6 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
  assertEquals(parseMachineCpuSeconds(stat), 4.8);
  assertThrows(() => parseMachineCpuSeconds("intr 1 2 3\n"), TypeError);
});

Deno.test("parsePeakKib() finds VmHWM among the other sizes", () => {
  const status = "VmHWM:\t   900 kB\nVmRSS:\t   812 kB\n";
  assertEquals(parsePeakKib(status), 900);
  assertThrows(() => parsePeakKib("VmRSS:\t 1 kB\n"), TypeError);
});
