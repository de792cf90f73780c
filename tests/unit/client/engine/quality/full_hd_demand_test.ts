import { assertEquals } from "@std/assert";
import {
  FullHdDemand,
  type FullHdInput,
  RELEASE_MS,
} from "../../../../../client/engine/quality/full_hd_demand.ts";

const LARGE: FullHdInput = {
  requestedPx: [1_920],
  uplinkKbps: 4_000,
  isUplinkCongested: false,
  isDeviceLimited: false,
  savesData: false,
};

Deno.test("FullHdDemand wants 1080p for one member that renders it so large", () => {
  assertEquals(new FullHdDemand().update(LARGE, 0), true);
  for (
    const part of [
      { requestedPx: [1_400] },
      { requestedPx: [1_920, 1_920] },
      { requestedPx: [] },
      { uplinkKbps: 3_000 },
      { isUplinkCongested: true },
      { isDeviceLimited: true },
      { savesData: true },
    ]
  ) {
    assertEquals(new FullHdDemand().update({ ...LARGE, ...part }, 0), false);
  }
});

Deno.test("FullHdDemand returns to 720p ten seconds after the demand is gone", () => {
  const demand = new FullHdDemand();
  const small = { ...LARGE, requestedPx: [640] };
  demand.update(LARGE, 0);
  assertEquals(demand.update(small, RELEASE_MS - 1), true);
  assertEquals(demand.update(small, RELEASE_MS), false);
});
