import { assertEquals } from "@std/assert";
import {
  readSentAudioLevel,
  ReceivedAudioLevel,
} from "../../../../../client/engine/peer/audio_level.ts";

Deno.test("ReceivedAudioLevel.read() is 0 when nothing new arrived", () => {
  const source = { rtpTimestamp: 1, audioLevel: 0.5, source: 1, timestamp: 0 };
  const sources = [source];
  const level = new ReceivedAudioLevel({
    getSynchronizationSources: () => sources,
  });
  assertEquals([level.read(), level.read()], [0.5, 0]);
  source.rtpTimestamp = 2;
  assertEquals(level.read(), 0.5);
});

Deno.test("ReceivedAudioLevel.read() is 0 without a source or its level", () => {
  const silent = new ReceivedAudioLevel({
    getSynchronizationSources: () => [],
  });
  assertEquals(silent.read(), 0);
  const sources = [{ rtpTimestamp: 1, source: 1, timestamp: 0 }];
  const untold = new ReceivedAudioLevel({
    getSynchronizationSources: () => sources,
  });
  assertEquals(untold.read(), 0);
});

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
