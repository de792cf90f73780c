import { assertEquals, assertNotEquals } from "@std/assert";
import {
  FULL_RETRY_DELAY_MS,
  FULL_ROOM_RETRY_DELAY_MS,
  MAX_RETRY_DELAY_MS,
  nextRetryDelayMs,
} from "../../../../../client/engine/signaling/retry_delay.ts";
import * as CLOSE from "../../../../../signaling/close_codes.ts";

Deno.test.each([
  { attempt: 0, code: 1006, random: 1, want: 500 },
  { attempt: 0, code: 1006, random: 0, want: 250 },
  { attempt: 1, code: CLOSE.serviceRestart, random: 1, want: 1000 },
  { attempt: 4, code: 1006, random: 1, want: 8000 },
  { attempt: 5, code: 1006, random: 1, want: MAX_RETRY_DELAY_MS },
  { attempt: 5000, code: 1006, random: 1, want: MAX_RETRY_DELAY_MS },
  { attempt: 0, code: CLOSE.serverFull, random: 1, want: FULL_RETRY_DELAY_MS },
  { attempt: 0, code: CLOSE.addressFull, random: 1, want: FULL_RETRY_DELAY_MS },
  { attempt: 0, code: CLOSE.badResume, random: 1, want: 0 },
  { attempt: 0, code: CLOSE.badRoom, random: 1, want: null },
  {
    attempt: 0,
    code: CLOSE.roomFull,
    random: 0,
    want: FULL_ROOM_RETRY_DELAY_MS,
  },
  { attempt: 1, code: CLOSE.roomFull, random: 1, want: null },
  { attempt: 0, code: CLOSE.lockedOut, random: 1, want: 0 },
  { attempt: 0, code: CLOSE.knocksFull, random: 1, want: FULL_RETRY_DELAY_MS },
  { attempt: 0, code: CLOSE.knockRefused, random: 1, want: null },
  { attempt: 0, code: CLOSE.knockExpired, random: 1, want: null },
  { attempt: 0, code: CLOSE.removed, random: 1, want: null },
  { attempt: 0, code: CLOSE.roomEnded, random: 1, want: null },
  { attempt: 9, code: CLOSE.replaced, random: 1, want: null },
])(
  "nextRetryDelayMs() waits $want after try $attempt closed with $code at random $random",
  (c) => {
    assertEquals(
      nextRetryDelayMs(c.attempt, c.code, {
        random: c.random,
        hasJoined: false,
      }),
      c.want,
    );
  },
);

Deno.test("nextRetryDelayMs() backs off when the server refuses every token", () => {
  assertNotEquals(
    nextRetryDelayMs(1, CLOSE.badResume, { random: 0.5, hasJoined: true }),
    0,
  );
});

Deno.test("nextRetryDelayMs() keeps retrying a full room that we were in", () => {
  const facts = { random: 1, hasJoined: true };
  assertEquals(nextRetryDelayMs(0, CLOSE.roomFull, facts), FULL_RETRY_DELAY_MS);
});
