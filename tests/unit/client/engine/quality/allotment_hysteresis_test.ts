import { assertEquals } from "@std/assert";
import {
  CHANGE_MS,
  DOWN_MS,
  Plan,
  UP_MS,
} from "../../../../../client/engine/quality/allotment_hysteresis.ts";
import type {
  Allotment,
  Shown,
} from "../../../../../client/engine/quality/uplink_budget.ts";

const rung = (camera: number): Allotment => ({ camera, screen: -1 });
const at = (camera: number): Shown => ({ camera, screen: 0 });

/** Camera's step after a first one, and another wanted after a while. */
function stepAfter(
  first: number,
  next: number,
  ms: number,
  shown: Shown = at(640),
): number | undefined {
  const plan = new Plan();
  plan.follow(new Map([["a", rung(first)]]), () => at(640), 0);
  plan.follow(new Map([["a", rung(next)]]), () => shown, ms);
  return plan.of("a")?.camera;
}

Deno.test("Plan gives a newcomer its part at once", () => {
  const plan = new Plan();
  assertEquals(plan.of("a"), null);
  plan.follow(new Map([["a", rung(3)]]), () => null, 0);
  assertEquals(plan.of("a"), rung(3));
});

Deno.test("Plan gives less after a short while", () => {
  const steps = [DOWN_MS - 1, DOWN_MS, DOWN_MS + 1];
  assertEquals(steps.map((ms) => stepAfter(3, 1, ms)), [3, 1, 1]);
});

Deno.test("Plan gives more after a longer while", () => {
  const steps = [UP_MS - 1, UP_MS, UP_MS + 1];
  assertEquals(steps.map((ms) => stepAfter(1, 3, ms)), [1, 3, 3]);
});

Deno.test("Plan follows soon who looks at us in another size", () => {
  const steps = [CHANGE_MS - 1, CHANGE_MS, CHANGE_MS + 1];
  const step = (ms: number) => stepAfter(1, 5, ms, at(1280));
  assertEquals(steps.map(step), [1, 5, 5]);
});

Deno.test("Plan takes a size that changed nothing as known", () => {
  const plan = new Plan();
  plan.follow(new Map([["a", rung(1)]]), () => at(300), 0);
  plan.follow(new Map([["a", rung(1)]]), () => at(310), 1_000);
  plan.follow(new Map([["a", rung(3)]]), () => at(310), CHANGE_MS);
  assertEquals(plan.of("a"), rung(1));
});

Deno.test("Plan does not let a member that changes its mind flap", () => {
  const plan = new Plan();
  let changes = 0;
  let was: Allotment | null = null;
  for (let ms = 0; ms < 30_000; ms += 100) {
    const px = ms % 200 === 0 ? 1280 : 100;
    const wanted = new Map([["a", rung(px === 1280 ? 5 : 0)]]);
    plan.follow(wanted, () => at(px), ms);
    if (plan.of("a") !== was) changes++;
    was = plan.of("a");
  }
  assertEquals(changes <= 1 + 30_000 / CHANGE_MS, true);
});

Deno.test("Plan holds nothing back after it was cleared", () => {
  const plan = new Plan();
  plan.follow(new Map([["a", rung(1)]]), () => null, 0);
  plan.clear();
  plan.follow(new Map([["a", rung(3)]]), () => null, 1);
  assertEquals(plan.of("a"), rung(3));
});

Deno.test("Plan forgets who is gone", () => {
  const plan = new Plan();
  plan.follow(new Map([["a", rung(3)]]), () => null, 0);
  plan.follow(new Map(), () => null, 1);
  assertEquals(plan.of("a"), null);
});
