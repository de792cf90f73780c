import { assertEquals } from "@std/assert";
import {
  KEY_FRAME_AFTER_MS,
  type PictureAction,
  type PictureCounters,
  PictureWatchdog,
  REPLACE_AFTER_MS,
} from "../../../../../client/engine/peer/picture_watchdog.ts";

const INTERVAL_MS = 1_000;

/** Actions at each reading of a video whose counters grow by these numbers. */
function play(
  growths: readonly Partial<PictureCounters>[],
): PictureAction[] {
  const watchdog = new PictureWatchdog();
  let counters: PictureCounters = {
    frames: 100,
    packets: 1_000,
    decodedFrames: 100,
    paintedFrames: 100,
  };
  return growths.map((growth, index) => {
    const add = (name: keyof PictureCounters) => {
      const by = growth[name];
      return by === undefined || by === null
        ? null
        : (counters[name] ?? 0) + by;
    };
    counters = {
      frames: add("frames"),
      packets: add("packets"),
      decodedFrames: add("decodedFrames"),
      paintedFrames: add("paintedFrames"),
    };
    return watchdog.update(counters, index * INTERVAL_MS);
  });
}

const MOVING = {
  frames: 20,
  packets: 60,
  decodedFrames: 20,
  paintedFrames: 20,
};
const UNDECODED = { ...MOVING, decodedFrames: 0, paintedFrames: 0 };
const UNPAINTED = { ...MOVING, paintedFrames: 0 };

function timeline(still: Partial<PictureCounters>): (PictureAction | number)[] {
  const actions = play([MOVING, MOVING, ...Array(9).fill(still)]);
  return actions.flatMap((action, index) =>
    action === "none" ? [] : [(index - 1) * INTERVAL_MS, action]
  );
}

const WANTED = [
  KEY_FRAME_AFTER_MS,
  "request-key-frame",
  ...[0, 1, 2].flatMap((n) => [
    REPLACE_AFTER_MS + n * INTERVAL_MS,
    "replace-connection",
  ]),
];

Deno.test.each([
  { name: "that is not decoded", still: UNDECODED },
  { name: "that is decoded and not painted", still: UNPAINTED },
  {
    name: "that is not decoded, in a browser that counts packets only",
    still: { packets: 60, decodedFrames: 0 },
  },
])(
  "PictureWatchdog requests a key frame once, then another connection, for a video $name",
  ({ still }) => assertEquals(timeline(still), WANTED),
);

Deno.test.each([
  { name: "moves", still: MOVING },
  { name: "does not arrive", still: { ...UNDECODED, frames: 0, packets: 0 } },
  { name: "rests, as a shared screen", still: { ...UNDECODED, frames: 2 } },
  { name: "is not shown", still: { ...MOVING, paintedFrames: null } },
  { name: "has no counters", still: {} },
])("PictureWatchdog lets a video be that $name", ({ still }) => {
  assertEquals(timeline(still), []);
});

Deno.test("PictureWatchdog counts from the last picture that moved", () => {
  const still = Array(2).fill(UNDECODED);
  const actions = play([MOVING, ...still, MOVING, ...still, MOVING, ...still]);
  assertEquals(new Set(actions), new Set(["none"]));
});

Deno.test("PictureWatchdog notices an unpainted video also when its other counters were reset", () => {
  const watchdog = new PictureWatchdog();
  const at = (second: number, decodedFrames: number, paintedFrames: number) =>
    watchdog.update({
      frames: decodedFrames,
      packets: decodedFrames * 3,
      decodedFrames,
      paintedFrames,
    }, second * 1_000);
  at(0, 100, 100);
  at(2, 140, 140);
  // A rollback: another stream of statistics, whose frames are not painted.
  assertEquals(at(4, 20, 140), "none");
  assertEquals(at(6, 60, 140), "none");
  assertEquals(at(8, 100, 140), "request-key-frame");
  assertEquals(at(10, 140, 140), "none");
  assertEquals(at(12, 180, 140), "replace-connection");
});
