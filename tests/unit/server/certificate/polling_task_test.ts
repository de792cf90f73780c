import { assertEquals } from "@std/assert";
import { PollingTask } from "../../../../server/certificate/polling_task.ts";

function clock() {
  let run: (() => void) | null = null;
  const every = (next: () => void) => {
    run = next;
    return () => run = null;
  };
  return { every, tick: () => run?.(), isRunning: () => run !== null };
}

Deno.test("PollingTask never runs two checks at a time", async () => {
  const { every, tick } = clock();
  const pending = Promise.withResolvers<void>();
  let made = 0;
  const checks = new PollingTask();
  checks.start(every, 1, () => {
    made++;
    return pending.promise;
  });
  tick();
  tick();
  assertEquals(made, 1);
  pending.resolve();
  await pending.promise;
  await Promise.resolve();
  tick();
  assertEquals(made, 2);
});

Deno.test("PollingTask is started until it is closed", () => {
  const { every, isRunning } = clock();
  const checks = new PollingTask();
  assertEquals(checks.isStarted, false);
  checks.start(every, 1, () => Promise.resolve());
  assertEquals([checks.isStarted, isRunning()], [true, true]);
  checks.close();
  assertEquals([checks.isStarted, isRunning()], [false, false]);
});
