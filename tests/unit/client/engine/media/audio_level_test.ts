import { assertEquals } from "@std/assert";
import {
  ReceivedLevel,
  sentLevel,
} from "../../../../../client/engine/media/audio_level.ts";

Deno.test("ReceivedLevel.read() is silent when nothing new has come", () => {
  const source = { rtpTimestamp: 1, audioLevel: 0.5, source: 1, timestamp: 0 };
  const sources = [source];
  const level = new ReceivedLevel({ getSynchronizationSources: () => sources });
  assertEquals([level.read(), level.read()], [0.5, 0]);
  source.rtpTimestamp = 2;
  assertEquals(level.read(), 0.5);
});

Deno.test("ReceivedLevel.read() is silent without a source or its level", () => {
  const silent = new ReceivedLevel({ getSynchronizationSources: () => [] });
  assertEquals(silent.read(), 0);
  const sources = [{ rtpTimestamp: 1, source: 1, timestamp: 0 }];
  const untold = new ReceivedLevel({
    getSynchronizationSources: () => sources,
  });
  assertEquals(untold.read(), 0);
});

Deno.test("sentLevel() finds the microphone among a sender's statistics", () => {
  assertEquals(
    sentLevel([
      null,
      { type: "outbound-rtp", kind: "audio", audioLevel: 1 },
      { type: "media-source", kind: "audio", audioLevel: 0.25 },
    ]),
    0.25,
  );
  assertEquals(sentLevel([{ type: "media-source", kind: "audio" }]), 0);
  assertEquals(sentLevel([]), 0);
});
