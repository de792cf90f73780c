import { assertEquals } from "@std/assert";
import { findDelay } from "../../../../bench/noise/delay.ts";
import { makeVoice, SAMPLE_RATE } from "../../../../bench/noise/voice.ts";

Deno.test("findDelay() finds by how many samples a voice is late", () => {
  const voice = makeVoice(SAMPLE_RATE);
  for (const delay of [0, 1, 480]) {
    const late = new Float32Array(voice.length);
    late.set(voice.subarray(0, voice.length - delay), delay);
    assertEquals(findDelay(voice, late, 1_000), delay);
  }
});

Deno.test("makeVoice() does not clip", () => {
  const peak = makeVoice(SAMPLE_RATE).reduce(
    (most, x) => Math.max(most, Math.abs(x)),
    0,
  );
  assertEquals(peak > 0.2 && peak < 1, true);
});
