import { assertEquals } from "@std/assert";
import {
  SPEECH_PAUSE_MS,
  SPOKEN_MS,
  SpokenHand,
} from "../../../../../client/engine/call/spoken_hand.ts";

const TICK_MS = 1_000;

/** Seconds at which the hand is lowered, by what is said in each second. */
function play(speech: string, raisedFrom = 0): number[] {
  const hand = new SpokenHand();
  return [...speech].flatMap((mark, second) => {
    const isRaised = second >= raisedFrom;
    return hand.update(isRaised, mark === "x", second * TICK_MS)
      ? [second]
      : [];
  });
}

const SPEECH = "x".repeat(SPOKEN_MS / TICK_MS + 1);

Deno.test("SpokenHand lowers a hand after some seconds of speech, with pauses", () => {
  assertEquals(play(SPEECH), [SPOKEN_MS / TICK_MS]);
  assertEquals(play("xxxx---xxxxxx"), [11]);
});

Deno.test("SpokenHand counts from 0 after a long pause", () => {
  const pause = "-".repeat(SPEECH_PAUSE_MS / TICK_MS);
  assertEquals(play(`xxxxxxx${pause}xxxxxxx`), []);
});

Deno.test("SpokenHand does not count what is said with the hand down", () => {
  assertEquals(play(`xxxxxxxx${SPEECH}`, 8), [15]);
  assertEquals(play(SPEECH, 100), []);
});
