import { assertEquals } from "@std/assert";
import {
  CLOSE_LIMIT_MS,
  DUPLICATE_MS,
  StopSignals,
} from "../../../../server/drain/stop_signals.ts";

function setUp() {
  const calls: string[] = [];
  const clock = { nowMs: 0 };
  const timers: { ms: number; callback: () => void }[] = [];
  const signals = new StopSignals({
    drain: () => calls.push("drain"),
    close: () => calls.push("close"),
    exit: (code) => calls.push(`exit ${code}`),
    nowMs: () => clock.nowMs,
    drainSeconds: 5,
    after: (ms, callback) => timers.push({ ms, callback }),
  });
  return { signals, calls, clock, timers };
}

Deno.test("SIGTERM drains, SIGINT closes at once", () => {
  const { signals, calls } = setUp();
  signals.receive("SIGTERM");
  assertEquals(calls, ["drain"]);
  const other = setUp();
  other.signals.receive("SIGINT");
  assertEquals(other.calls, ["close"]);
});

Deno.test("a signal that is delivered twice counts once, a second one ends the process", () => {
  const { signals, calls, clock } = setUp();
  signals.receive("SIGTERM");
  clock.nowMs = DUPLICATE_MS - 1;
  signals.receive("SIGTERM");
  assertEquals(calls, ["drain"]);
  clock.nowMs = DUPLICATE_MS;
  signals.receive("SIGINT");
  assertEquals(calls, ["drain", "exit 1"]);
});

Deno.test("the process ends in time in any case", () => {
  const { signals, calls, timers } = setUp();
  signals.receive("SIGTERM");
  const [timer] = timers;
  assertEquals(timer?.ms, 5_000 + CLOSE_LIMIT_MS);
  timer?.callback();
  assertEquals(calls, ["drain", "exit 1"]);
});
