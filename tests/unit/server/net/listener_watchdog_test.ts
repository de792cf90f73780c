import { assertEquals } from "@std/assert";
import {
  ANSWER_TICKS,
  DoorWatch,
  knockAddress,
  QUIET_TICKS,
} from "../../../../server/net/listener_watchdog.ts";

function ticks(watch: DoorWatch, count: number): string[] {
  return Array.from({ length: count }, () => watch.tick());
}

Deno.test("DoorWatch.tick() knocks when nobody came for a while, not before", () => {
  const watch = new DoorWatch();
  const before = ticks(watch, QUIET_TICKS - 1);
  assertEquals(new Set(before), new Set(["nothing"]));
  assertEquals(watch.tick(), "knock");
});

Deno.test("DoorWatch.tick() reopens when the knock was not heard, and begins anew", () => {
  const watch = new DoorWatch();
  const round = ticks(watch, QUIET_TICKS + ANSWER_TICKS);
  assertEquals(round.indexOf("reopen"), QUIET_TICKS + ANSWER_TICKS - 1);
  assertEquals(ticks(watch, QUIET_TICKS + ANSWER_TICKS), round);
});

Deno.test("DoorWatch.tick() never reopens while knocks are heard", () => {
  const watch = new DoorWatch();
  for (let i = 0; i < 3; i++) {
    assertEquals(ticks(watch, QUIET_TICKS).at(-1), "knock");
    watch.heard();
  }
});

Deno.test("knockAddress() knows what stands for all interfaces", () => {
  assertEquals(
    ["::", "0.0.0.0", "192.0.2.1"].map(knockAddress),
    ["::1", "127.0.0.1", "192.0.2.1"],
  );
});
