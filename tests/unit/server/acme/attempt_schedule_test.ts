import { assert, assertEquals, assertFalse } from "@std/assert";
import {
  AttemptSchedule,
  isRenewalDue,
} from "../../../../server/acme/attempt_schedule.ts";

const MINUTE_MS = 60_000;

Deno.test("isRenewalDue() is true from two thirds of the lifetime on", () => {
  const validity = { fromMs: 1_000, toMs: 1_000 + 90 };
  assertFalse(isRenewalDue(validity, 1_000 + 59));
  assert(isRenewalDue(validity, 1_000 + 60));
  assert(isRenewalDue(validity, 1_000 + 61));
});

Deno.test("AttemptSchedule doubles its pause from 10 minutes to 12 hours", () => {
  const schedule = new AttemptSchedule();
  assert(schedule.isOpen(0));
  const pauses = Array.from(
    { length: 9 },
    () => schedule.failed(0, 0) / MINUTE_MS,
  );
  assertEquals(pauses, [10, 20, 40, 80, 160, 320, 640, 720, 720]);
});

Deno.test("AttemptSchedule opens at the end of its pause", () => {
  const schedule = new AttemptSchedule();
  schedule.failed(5, 0);
  const endMs = 5 + 10 * MINUTE_MS;
  assertFalse(schedule.isOpen(endMs - 1));
  assert(schedule.isOpen(endMs));
});

Deno.test("AttemptSchedule waits as long as the directory asks, a week at most", () => {
  const schedule = new AttemptSchedule();
  assertEquals(schedule.failed(0, 11 * MINUTE_MS), 11 * MINUTE_MS);
  assertEquals(schedule.failed(0, 1), 20 * MINUTE_MS);
  assertEquals(schedule.failed(0, 1e12), 7 * 86_400_000);
});

Deno.test("AttemptSchedule begins again after a success, an hour later", () => {
  const schedule = new AttemptSchedule();
  schedule.failed(0, 0);
  schedule.failed(0, 0);
  schedule.succeeded(0);
  assertFalse(schedule.isOpen(60 * MINUTE_MS - 1));
  assert(schedule.isOpen(60 * MINUTE_MS));
  assertEquals(schedule.failed(0, 0), 10 * MINUTE_MS);
});
