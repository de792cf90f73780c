import { assertEquals } from "@std/assert";
import {
  type AudioLevelSource,
  FAST_STATS_MS,
  ReceivedAudioLevel,
  ReceivedAudioLevels,
  SLOW_READING_MS,
} from "../../../../../client/engine/peer/received_audio_level.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";

/** A receiver whose answers take a while. */
class FakeReceiver {
  nowMs = 0;
  readingMs = 0;
  readings = 0;
  statsMs = 0;
  sources: { rtpTimestamp: number; audioLevel?: number }[] = [];
  stats: unknown[] = [];

  get source(): AudioLevelSource {
    return this as unknown as AudioLevelSource;
  }

  getSynchronizationSources(): unknown[] {
    this.readings++;
    this.nowMs += this.readingMs;
    return this.sources;
  }

  getStats(): Promise<unknown[]> {
    this.nowMs += this.statsMs;
    return Promise.resolve(this.stats);
  }
}

function setUp() {
  const fake = new FakeReceiver();
  const level = new ReceivedAudioLevel(fake.source, () => fake.nowMs);
  return { fake, level };
}

Deno.test("ReceivedAudioLevel.read() is 0 when nothing new arrived", () => {
  const { fake, level } = setUp();
  const source = { rtpTimestamp: 1, audioLevel: 0.5 };
  fake.sources = [source];
  assertEquals([level.read(), level.read()], [0.5, 0]);
  source.rtpTimestamp = 2;
  assertEquals(level.read(), 0.5);
});

Deno.test("ReceivedAudioLevel.read() is 0 without a source or its level", () => {
  const { fake, level } = setUp();
  assertEquals(level.read(), 0);
  fake.sources = [{ rtpTimestamp: 1 }];
  assertEquals(level.read(), 0);
});

Deno.test("ReceivedAudioLevel.read() reads statistics while the browser is busy, and sources again afterwards", async () => {
  const { fake, level } = setUp();
  fake.stats = [null, { type: "codec" }, {
    type: "inbound-rtp",
    audioLevel: 0.25,
  }];
  fake.readingMs = SLOW_READING_MS;
  fake.statsMs = FAST_STATS_MS;
  const readings: number[] = [];
  for (let i = 0; i < 4; i++) {
    readings.push(level.read());
    await settlePromises();
  }
  assertEquals([readings, fake.readings], [[0, 0, 0.25, 0.25], 1]);
  fake.statsMs = FAST_STATS_MS - 1;
  level.read();
  await settlePromises();
  level.read();
  assertEquals(fake.readings, 2);
});

Deno.test("ReceivedAudioLevels.read() has the level of each member, 0 without a receiver", () => {
  const fake = new FakeReceiver();
  const levels = new ReceivedAudioLevels(() => 0);
  const source = { rtpTimestamp: 1, audioLevel: 0.5 };
  fake.sources = [source];
  const receivers = new Map([["a", fake.source], ["b", null]]);
  assertEquals([...levels.read(receivers)], [["a", 0.5], ["b", 0]]);
  // The same reading of the same receiver.
  assertEquals([...levels.read(receivers)], [["a", 0], ["b", 0]]);
});
