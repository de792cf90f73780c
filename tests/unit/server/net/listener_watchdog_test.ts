import { assertEquals } from "@std/assert";
import {
  ListenerWatchdog,
  loopbackAddressOf,
  PROBE_TIMEOUT_TICKS,
  QUIET_TICKS_BEFORE_PROBE,
} from "../../../../server/net/listener_watchdog.ts";

function tickTimes(watchdog: ListenerWatchdog, count: number): string[] {
  return Array.from({ length: count }, () => watchdog.tick());
}

Deno.test("ListenerWatchdog.tick() probes after a quiet time, not before", () => {
  const watchdog = new ListenerWatchdog();
  const before = tickTimes(watchdog, QUIET_TICKS_BEFORE_PROBE - 1);
  assertEquals(new Set(before), new Set(["none"]));
  assertEquals(watchdog.tick(), "probe");
});

Deno.test("ListenerWatchdog.tick() restarts after a lost probe, and starts over", () => {
  const watchdog = new ListenerWatchdog();
  const round = tickTimes(
    watchdog,
    QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS,
  );
  assertEquals(
    round.indexOf("restart"),
    QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS - 1,
  );
  assertEquals(
    tickTimes(watchdog, QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS),
    round,
  );
});

Deno.test("ListenerWatchdog.tick() never restarts while probes arrive", () => {
  const watchdog = new ListenerWatchdog();
  for (let i = 0; i < 3; i++) {
    assertEquals(tickTimes(watchdog, QUIET_TICKS_BEFORE_PROBE).at(-1), "probe");
    watchdog.connectionSeen();
  }
});

Deno.test("loopbackAddressOf() replaces the wildcard addresses", () => {
  assertEquals(
    ["::", "0.0.0.0", "192.0.2.1"].map(loopbackAddressOf),
    ["::1", "127.0.0.1", "192.0.2.1"],
  );
});
