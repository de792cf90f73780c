import { assertEquals } from "@std/assert";
import {
  AllotmentHysteresis,
  DECREASE_DELAY_MS,
  INCREASE_DELAY_MS,
  MIN_CHANGE_INTERVAL_MS,
} from "../../../../../client/engine/quality/allotment_hysteresis.ts";
import type {
  Allotment,
  RenderedSize,
} from "../../../../../client/engine/quality/uplink_budget.ts";

const rung = (camera: number): Allotment => ({ camera, screen: -1 });
const at = (camera: number): RenderedSize => ({ camera, screen: 0 });

/** Camera rung after a first allotment, and another one wanted after a while. */
function stepAfter(
  first: number,
  next: number,
  ms: number,
  shown: RenderedSize = at(640),
): number | undefined {
  const plan = new AllotmentHysteresis();
  plan.apply(new Map([["a", rung(first)]]), () => at(640), 0);
  plan.apply(new Map([["a", rung(next)]]), () => shown, ms);
  return plan.get("a")?.camera;
}

Deno.test("AllotmentHysteresis applies the first allotment of a member at once", () => {
  const plan = new AllotmentHysteresis();
  assertEquals(plan.get("a"), null);
  plan.apply(new Map([["a", rung(3)]]), () => null, 0);
  assertEquals(plan.get("a"), rung(3));
});

Deno.test("AllotmentHysteresis shrinks after a short delay", () => {
  const steps = [
    DECREASE_DELAY_MS - 1,
    DECREASE_DELAY_MS,
    DECREASE_DELAY_MS + 1,
  ];
  assertEquals(steps.map((ms) => stepAfter(3, 1, ms)), [3, 1, 1]);
});

Deno.test("AllotmentHysteresis grows after a longer delay", () => {
  const steps = [
    INCREASE_DELAY_MS - 1,
    INCREASE_DELAY_MS,
    INCREASE_DELAY_MS + 1,
  ];
  assertEquals(steps.map((ms) => stepAfter(1, 3, ms)), [1, 3, 3]);
});

Deno.test("AllotmentHysteresis follows a requested size soon", () => {
  const steps = [
    MIN_CHANGE_INTERVAL_MS - 1,
    MIN_CHANGE_INTERVAL_MS,
    MIN_CHANGE_INTERVAL_MS + 1,
  ];
  const step = (ms: number) => stepAfter(1, 5, ms, at(1280));
  assertEquals(steps.map(step), [1, 5, 5]);
});

Deno.test("AllotmentHysteresis remembers a requested size that changed nothing", () => {
  const plan = new AllotmentHysteresis();
  plan.apply(new Map([["a", rung(1)]]), () => at(300), 0);
  plan.apply(new Map([["a", rung(1)]]), () => at(310), 1_000);
  plan.apply(new Map([["a", rung(3)]]), () => at(310), MIN_CHANGE_INTERVAL_MS);
  assertEquals(plan.get("a"), rung(1));
});

Deno.test("AllotmentHysteresis bounds the changes by a member that keeps requesting other sizes", () => {
  const plan = new AllotmentHysteresis();
  let changes = 0;
  let was: Allotment | null = null;
  for (let ms = 0; ms < 30_000; ms += 100) {
    const px = ms % 200 === 0 ? 1280 : 100;
    const wanted = new Map([["a", rung(px === 1280 ? 5 : 0)]]);
    plan.apply(wanted, () => at(px), ms);
    if (plan.get("a") !== was) changes++;
    was = plan.get("a");
  }
  assertEquals(changes <= 1 + 30_000 / MIN_CHANGE_INTERVAL_MS, true);
});

Deno.test("AllotmentHysteresis has no delay after clear()", () => {
  const plan = new AllotmentHysteresis();
  plan.apply(new Map([["a", rung(1)]]), () => null, 0);
  plan.clear();
  plan.apply(new Map([["a", rung(3)]]), () => null, 1);
  assertEquals(plan.get("a"), rung(3));
});

Deno.test("AllotmentHysteresis forgets a member that left", () => {
  const plan = new AllotmentHysteresis();
  plan.apply(new Map([["a", rung(3)]]), () => null, 0);
  plan.apply(new Map(), () => null, 1);
  assertEquals(plan.get("a"), null);
});
