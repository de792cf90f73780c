import { assertEquals } from "@std/assert";
import {
  ListenerWatchdog,
  loopbackAddressOf,
  PROBE_TIMEOUT_TICKS,
  QUIET_TICKS_BEFORE_PROBE,
} from "../../../../server/net/listener_watchdog.ts";

function ticks(watch: ListenerWatchdog, count: number): string[] {
  return Array.from({ length: count }, () => watch.tick());
}

Deno.test("ListenerWatchdog.tick() knocks when nobody came for a while, not before", () => {
  const watch = new ListenerWatchdog();
  const before = ticks(watch, QUIET_TICKS_BEFORE_PROBE - 1);
  assertEquals(new Set(before), new Set(["nothing"]));
  assertEquals(watch.tick(), "knock");
});

Deno.test("ListenerWatchdog.tick() reopens when the knock was not heard, and begins anew", () => {
  const watch = new ListenerWatchdog();
  const round = ticks(watch, QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS);
  assertEquals(
    round.indexOf("reopen"),
    QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS - 1,
  );
  assertEquals(
    ticks(watch, QUIET_TICKS_BEFORE_PROBE + PROBE_TIMEOUT_TICKS),
    round,
  );
});

Deno.test("ListenerWatchdog.tick() never reopens while knocks are heard", () => {
  const watch = new ListenerWatchdog();
  for (let i = 0; i < 3; i++) {
    assertEquals(ticks(watch, QUIET_TICKS_BEFORE_PROBE).at(-1), "knock");
    watch.connectionSeen();
  }
});

Deno.test("loopbackAddressOf() knows what stands for all interfaces", () => {
  assertEquals(
    ["::", "0.0.0.0", "192.0.2.1"].map(loopbackAddressOf),
    ["::1", "127.0.0.1", "192.0.2.1"],
  );
});
