import { assertEquals } from "@std/assert";
import {
  compareReadings,
  concealedPercents,
} from "../../../../bench/links/received_quality.ts";

const START = {
  atMs: 500,
  videos: 1,
  audios: 1,
  height: 0,
  frames: 0,
  freezes: 0,
  freezeSeconds: 0,
  samples: 0,
  concealed: 0,
};

Deno.test("compareReadings() gives the values of one video and of all sound", () => {
  const quality = compareReadings(
    { atMs: 1_000, cpuSeconds: 3, pages: [{ ...START, height: 360 }, START] },
    {
      atMs: 11_000,
      cpuSeconds: 18,
      pages: [
        {
          // It answers two seconds later than the other one.
          atMs: 11_500,
          videos: 1,
          audios: 1,
          height: 720,
          frames: 200,
          freezes: 2,
          freezeSeconds: 1,
          samples: 480_000,
          concealed: 4_800,
        },
        { ...START, atMs: 9_500 },
      ],
    },
  );
  assertEquals(quality, {
    height: 270,
    framesPerSecond: 10,
    freezesPerMinute: 6,
    frozenPercent: 5,
    concealedPercent: 1,
    cores: 1.5,
  });
});

Deno.test("concealedPercents() gives the share of each page", () => {
  const reading = (concealed: readonly number[]) => ({
    atMs: 0,
    cpuSeconds: 0,
    pages: concealed.map((lost) => ({
      ...START,
      samples: 1_000 + 10 * lost,
      concealed: lost,
    })),
  });
  const percents = concealedPercents(reading([0, 10]), reading([50, 30]));
  assertEquals(percents, [10, 10]);
});
