import { assertEquals } from "@std/assert";
import { readSentAudioLevel } from "../../../../../client/engine/peer/audio_level.ts";

Deno.test("readSentAudioLevel() finds the microphone in the statistics of a sender", () => {
  assertEquals(
    readSentAudioLevel([
      null,
      { type: "outbound-rtp", kind: "audio", audioLevel: 1 },
      { type: "media-source", kind: "audio", audioLevel: 0.25 },
    ]),
    0.25,
  );
  assertEquals(
    readSentAudioLevel([{ type: "media-source", kind: "audio" }]),
    0,
  );
  assertEquals(readSentAudioLevel([]), 0);
});
