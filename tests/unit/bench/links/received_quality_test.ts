import { assertEquals, assertMatch } from "@std/assert";
import { formatLinksReport } from "../../../../bench/links/main.ts";
import { compareReadings } from "../../../../bench/links/received_quality.ts";

const NOTHING = {
  height: 0,
  frames: 0,
  freezes: 0,
  freezeSeconds: 0,
  samples: 0,
  concealed: 0,
};

/** Ten seconds of two pages, one of which received nothing more. */
const QUALITY = compareReadings(
  { atMs: 1_000, cpuSeconds: 3, pages: [NOTHING, NOTHING] },
  {
    atMs: 11_000,
    cpuSeconds: 18,
    pages: [
      {
        height: 720,
        frames: 200,
        freezes: 2,
        freezeSeconds: 1,
        samples: 480_000,
        concealed: 4_800,
      },
      NOTHING,
    ],
  },
);

Deno.test("compareReadings() gives the values of one video and of all sound", () => {
  assertEquals(QUALITY, {
    height: 360,
    framesPerSecond: 10,
    freezesPerMinute: 6,
    frozenPercent: 5,
    concealedPercent: 1,
    cores: 1.5,
  });
});

Deno.test("formatLinksReport() sets the browser alone before Maru", () => {
  const cell = { members: 2, mbitPerSecond: 0.5, lossPercent: 8, delayMs: 20 };
  const browser = { ...QUALITY, height: 90 };
  const report = formatLinksReport([{ cell, browser, maru: QUALITY }]);
  assertMatch(report, /\| members +\| Mbit\/s +\| loss % +\| delay ms +\|/);
  assertMatch(report, /\| 2 +\| 0\.5 +\| 8 +\| 20 +\| 90\.0 \/ 360 +\|/);
});
