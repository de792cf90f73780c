import { assertEquals } from "@std/assert";
import {
  ALERT_TICK_MS,
  ALERT_TICKS,
  ListenerWatchdog,
  loopbackAddressOf,
  QUIET_TICKS,
} from "../../../../server/net/listener_watchdog.ts";

const { beforeProbe, probeTimeout } = QUIET_TICKS;

function tickTimes(watchdog: ListenerWatchdog, count: number): string[] {
  return Array.from({ length: count }, () => watchdog.tick());
}

Deno.test("ListenerWatchdog.tick() probes after a quiet time, not before", () => {
  const watchdog = new ListenerWatchdog();
  const before = tickTimes(watchdog, beforeProbe - 1);
  assertEquals(new Set(before), new Set(["none"]));
  assertEquals(watchdog.tick(), "probe");
});

Deno.test("ListenerWatchdog.tick() restarts after a lost probe, and starts over", () => {
  const watchdog = new ListenerWatchdog();
  const round = tickTimes(
    watchdog,
    beforeProbe + probeTimeout,
  );
  assertEquals(
    round.indexOf("restart"),
    beforeProbe + probeTimeout - 1,
  );
  assertEquals(
    tickTimes(watchdog, beforeProbe + probeTimeout),
    round,
  );
});

Deno.test("ListenerWatchdog.tick() never restarts while probes arrive", () => {
  const watchdog = new ListenerWatchdog();
  for (let i = 0; i < 3; i++) {
    assertEquals(tickTimes(watchdog, beforeProbe).at(-1), "probe");
    watchdog.connectionSeen();
  }
});

Deno.test("loopbackAddressOf() replaces the wildcard addresses", () => {
  assertEquals(
    ["::", "0.0.0.0", "192.0.2.1"].map(loopbackAddressOf),
    ["::1", "127.0.0.1", "192.0.2.1"],
  );
});

Deno.test("A listener that used up the descriptors is restarted within 1.5 s", () => {
  const watchdog = new ListenerWatchdog(ALERT_TICKS);
  const actions = tickTimes(watchdog, 1_500 / ALERT_TICK_MS);
  assertEquals(actions.filter((action) => action !== "none"), [
    "probe",
    "restart",
  ]);
});
