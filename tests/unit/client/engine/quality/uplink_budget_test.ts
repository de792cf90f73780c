import { assert, assertEquals } from "@std/assert";
import {
  AUDIO_KBPS,
  CAMERA_RUNGS,
  RUNG_OFF,
  SCREEN_RUNGS,
  selectCameraRung,
} from "../../../../../client/engine/quality/resolution_ladder.ts";
import {
  computeAllottedKbps,
  computeNeededKbps,
  divideUplink,
  type MemberDemand,
  type UplinkBudgetInput,
} from "../../../../../client/engine/quality/uplink_budget.ts";

/** Rung of 720p. */
const TOP = CAMERA_RUNGS.findIndex(({ px }) => px === 1280);
const SCREEN_TOP = SCREEN_RUNGS.length - 1;

function demands(...pixels: (number | null)[]): MemberDemand[] {
  return pixels.map((camera, i) => ({
    id: `${i}`,
    renderedSize: camera === null ? null : { camera, screen: 1280 },
    capKbps: null,
    maxCameraRung: Infinity,
  }));
}

function input(part: Partial<UplinkBudgetInput>): UplinkBudgetInput {
  return {
    demands: demands(1280),
    uplinkKbps: 100_000,
    sendsCamera: true,
    sharesScreen: false,
    maxCameraRung: TOP,
    ...part,
  };
}

const cameras = (part: Partial<UplinkBudgetInput>) =>
  [...divideUplink(input(part)).values()].map(({ camera }) => camera);
const sum = (part: Partial<UplinkBudgetInput>) =>
  [...divideUplink(input(part)).values()].reduce(
    (n, a) => n + computeAllottedKbps(a),
    0,
  );

Deno.test("selectCameraRung() takes the smallest size that is not upscaled much", () => {
  assertEquals([0, 1, 230, 231, 384, 385].map(selectCameraRung), [
    RUNG_OFF,
    0,
    0,
    1,
    1,
    2,
  ]);
  assertEquals([1152, 1153, 1536, 1537, Infinity].map(selectCameraRung), [
    4,
    5,
    5,
    6,
    6,
  ]);
});

Deno.test("divideUplink() gives a single member all that it requests", () => {
  assertEquals(cameras({}), [TOP]);
});

Deno.test("divideUplink() gives less to each of two, four and eight that report no size", () => {
  const [two = 0] = cameras({ demands: demands(null) });
  const [four = 0] = cameras({ demands: demands(null, null, null) });
  const eight = cameras({ demands: demands(...Array(7).fill(null)) });
  assert(two > four && four > (eight[0] ?? 0), `${two} ${four} ${eight}`);
  assertEquals(new Set(eight).size, 1);
});

Deno.test("divideUplink() gives more to the member that renders us larger", () => {
  const [large = 0, ...small] = cameras({ demands: demands(1280, 200, 200) });
  assertEquals([large, ...small], [TOP, 0, 0]);
  const narrow = cameras({
    demands: demands(1280, 200, 200),
    uplinkKbps: 1_000,
  });
  assert((narrow[0] ?? 0) > (narrow[1] ?? 0), String(narrow));
});

Deno.test("divideUplink() sends only audio to a member that does not render us", () => {
  const plan = divideUplink(input({ demands: demands(0, 640) }));
  assertEquals(plan.get("0"), { camera: RUNG_OFF, screen: RUNG_OFF });
  assertEquals(
    computeAllottedKbps({ camera: RUNG_OFF, screen: RUNG_OFF }),
    AUDIO_KBPS,
  );
});

for (const members of [1, 3, 7]) {
  for (const uplinkKbps of [100, 400, 900, 2_000, 5_000]) {
    Deno.test(`divideUplink() keeps ${members} within ${uplinkKbps} kbit/s or turns all video off`, () => {
      const part = { demands: demands(...Array(members).fill(1280)) };
      const all = cameras({ ...part, uplinkKbps });
      const used = sum({ ...part, uplinkKbps });
      assert(used <= uplinkKbps || all.every((rung) => rung === RUNG_OFF));
      // No camera is turned off while another has more than the lowest rung.
      assert(!all.includes(RUNG_OFF) || all.every((rung) => rung <= 0));
    });
  }
}

Deno.test("divideUplink() keeps audio when nothing else fits", () => {
  const plan = divideUplink(
    input({ demands: demands(640, 640), uplinkKbps: 10 }),
  );
  assertEquals([...plan.values()], [
    { camera: RUNG_OFF, screen: RUNG_OFF },
    { camera: RUNG_OFF, screen: RUNG_OFF },
  ]);
});

Deno.test("divideUplink() reduces cameras before the screen, and never turns the screen off", () => {
  const shared = (uplinkKbps: number) =>
    divideUplink(input({ sharesScreen: true, uplinkKbps })).get("0");
  assertEquals(shared(100_000), { camera: TOP, screen: SCREEN_TOP });
  assertEquals(shared(2_200), { camera: 0, screen: SCREEN_TOP });
  assertEquals(shared(700), { camera: 0, screen: 1 });
  assertEquals(shared(310), { camera: RUNG_OFF, screen: 0 });
  assertEquals(shared(1), { camera: RUNG_OFF, screen: 0 });
});

Deno.test("A screen is reduced in frame rate only", () => {
  assert(SCREEN_RUNGS.every(({ px }) => px === Infinity));
  const rates = SCREEN_RUNGS.map(({ fps }) => fps);
  assertEquals(rates, rates.toSorted((a, b) => a - b));
});

Deno.test("divideUplink() limits only the member whose path is capped", () => {
  const [first, second] = demands(1280, 1280);
  assert(first && second);
  const all = cameras({ demands: [{ ...first, capKbps: 400 }, second] });
  // 640 pixels with 350 of their 550 kbit/s look better than 480.
  assertEquals(all, [3, TOP]);
});

Deno.test("divideUplink() counts a capped path with its cap", () => {
  const [first, second] = demands(1280, 1280);
  assert(first && second);
  const capped = [{ ...first, capKbps: 400 }, second];
  const uplinkKbps = 400 + 1_700 + AUDIO_KBPS;
  assertEquals(cameras({ demands: capped, uplinkKbps }), [3, TOP]);
});

Deno.test("divideUplink() respects the limit of the device", () => {
  assertEquals(cameras({ maxCameraRung: 2 }), [2]);
  assertEquals(cameras({ sendsCamera: false }), [RUNG_OFF]);
});

Deno.test("computeNeededKbps() is the bitrate over an unlimited uplink", () => {
  const part = { demands: demands(1280, 1280), uplinkKbps: 100 };
  assertEquals(computeNeededKbps(input(part)), 2 * (1_700 + AUDIO_KBPS));
});

Deno.test("divideUplink() returns nothing without members", () => {
  assertEquals(divideUplink(input({ demands: [] })).size, 0);
});
