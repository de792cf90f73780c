import { assertEquals } from "@std/assert";
import { observeEventLoopDelay } from "../../../../server/metrics/event_loop_delay.ts";

Deno.test("observeEventLoopDelay() reports how late each tick is, in seconds", () => {
  let nowMs = 1000;
  let isStopped = false;
  let tick = () => {};
  let periodMs = 0;
  const delays: number[] = [];
  const stop = observeEventLoopDelay(
    (run, period) => {
      tick = run;
      periodMs = period;
      return () => (isStopped = true);
    },
    () => nowMs,
    (seconds) => delays.push(seconds),
  );
  for (const lateMs of [0, 250, 0]) {
    nowMs += periodMs + lateMs;
    tick();
  }
  // A tick that follows a late one comes early.
  nowMs += 1;
  tick();
  assertEquals(delays, [0, 0.25, 0, 0]);
  stop();
  assertEquals(isStopped, true);
});
