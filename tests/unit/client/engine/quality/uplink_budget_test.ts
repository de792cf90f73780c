import { assert, assertEquals } from "@std/assert";
import {
  AUDIO_KBPS,
  CAMERA_RUNGS,
  cameraRungFor,
  OFF,
  SCREEN_RUNGS,
} from "../../../../../client/engine/quality/resolution_ladder.ts";
import {
  allottedKbps,
  type BudgetInput,
  type Demand,
  divide,
  neededKbps,
} from "../../../../../client/engine/quality/uplink_budget.ts";

const TOP = CAMERA_RUNGS.length - 1;
const SCREEN_TOP = SCREEN_RUNGS.length - 1;

function demands(...pixels: (number | null)[]): Demand[] {
  return pixels.map((camera, i) => ({
    id: `${i}`,
    shown: camera === null ? null : { camera, screen: 1280 },
    capKbps: null,
  }));
}

function input(part: Partial<BudgetInput>): BudgetInput {
  return {
    demands: demands(1280),
    uplinkKbps: 100_000,
    sendsCamera: true,
    sharesScreen: false,
    maxCameraRung: TOP,
    ...part,
  };
}

const cameras = (part: Partial<BudgetInput>) =>
  [...divide(input(part)).values()].map(({ camera }) => camera);
const sum = (part: Partial<BudgetInput>) =>
  [...divide(input(part)).values()].reduce((n, a) => n + allottedKbps(a), 0);

Deno.test("cameraRungFor() takes the smallest picture that is not stretched much", () => {
  assertEquals([0, 1, 230, 231, 384, 385].map(cameraRungFor), [
    OFF,
    0,
    0,
    1,
    1,
    2,
  ]);
  assertEquals([1152, 1153, 9_999, Infinity].map(cameraRungFor), [4, 5, 5, 5]);
});

Deno.test("divide() gives one member all that it looks at", () => {
  assertEquals(cameras({}), [TOP]);
});

Deno.test("divide() gives each of two, four and eight less when they do not tell", () => {
  const [two = 0] = cameras({ demands: demands(null) });
  const [four = 0] = cameras({ demands: demands(null, null, null) });
  const eight = cameras({ demands: demands(...Array(7).fill(null)) });
  assert(two > four && four > (eight[0] ?? 0), `${two} ${four} ${eight}`);
  assertEquals(new Set(eight).size, 1);
});

Deno.test("divide() gives the one who looks at us large the larger picture", () => {
  const [large = 0, ...small] = cameras({ demands: demands(1280, 200, 200) });
  assertEquals([large, ...small], [TOP, 0, 0]);
  const narrow = cameras({
    demands: demands(1280, 200, 200),
    uplinkKbps: 1_000,
  });
  assert((narrow[0] ?? 0) > (narrow[1] ?? 0), String(narrow));
});

Deno.test("divide() sends nothing to who does not look, but sound", () => {
  const plan = divide(input({ demands: demands(0, 640) }));
  assertEquals(plan.get("0"), { camera: OFF, screen: OFF });
  assertEquals(allottedKbps({ camera: OFF, screen: OFF }), AUDIO_KBPS);
});

for (const members of [1, 3, 7]) {
  for (const uplinkKbps of [100, 400, 900, 2_000, 5_000]) {
    Deno.test(`divide() keeps ${members} within ${uplinkKbps} kbit/s or gives all video up`, () => {
      const part = { demands: demands(...Array(members).fill(1280)) };
      const all = cameras({ ...part, uplinkKbps });
      const used = sum({ ...part, uplinkKbps });
      assert(used <= uplinkKbps || all.every((rung) => rung === OFF));
      // Nobody is given up while another has more than the least.
      assert(!all.includes(OFF) || all.every((rung) => rung <= 0));
    });
  }
}

Deno.test("divide() keeps sound when nothing else fits", () => {
  const plan = divide(input({ demands: demands(640, 640), uplinkKbps: 10 }));
  assertEquals([...plan.values()], [
    { camera: OFF, screen: OFF },
    { camera: OFF, screen: OFF },
  ]);
});

Deno.test("divide() lowers cameras before the screen, and never ends the screen", () => {
  const shared = (uplinkKbps: number) =>
    divide(input({ sharesScreen: true, uplinkKbps })).get("0");
  assertEquals(shared(100_000), { camera: TOP, screen: SCREEN_TOP });
  assertEquals(shared(2_200), { camera: 0, screen: SCREEN_TOP });
  assertEquals(shared(700), { camera: 0, screen: 1 });
  assertEquals(shared(310), { camera: OFF, screen: 0 });
  assertEquals(shared(1), { camera: OFF, screen: 0 });
});

Deno.test("A screen gives way by its rate alone", () => {
  assert(SCREEN_RUNGS.every(({ px }) => px === Infinity));
  const rates = SCREEN_RUNGS.map(({ fps }) => fps);
  assertEquals(rates, rates.toSorted((a, b) => a - b));
});

Deno.test("divide() holds one member down whose path is narrow, and no other", () => {
  const [first, second] = demands(1280, 1280);
  assert(first && second);
  const all = cameras({ demands: [{ ...first, capKbps: 400 }, second] });
  assertEquals(all, [2, TOP]);
});

Deno.test("divide() keeps to what the device can encode", () => {
  assertEquals(cameras({ maxCameraRung: 2 }), [2]);
  assertEquals(cameras({ sendsCamera: false }), [OFF]);
});

Deno.test("neededKbps() tells what an endless uplink would carry", () => {
  const part = { demands: demands(1280, 1280), uplinkKbps: 100 };
  assertEquals(neededKbps(input(part)), 2 * (1_700 + AUDIO_KBPS));
});

Deno.test("divide() has nothing to divide among nobody", () => {
  assertEquals(divide(input({ demands: [] })).size, 0);
});
