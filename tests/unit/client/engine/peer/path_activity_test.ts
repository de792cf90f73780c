import { assertEquals, assertGreater } from "@std/assert";
import { readPathActivity } from "../../../../../client/engine/peer/path_activity.ts";
import { recorded } from "../quality/fixtures.ts";

Deno.test("readPathActivity() grows between the reports of both browsers", () => {
  for (const browser of ["chromium", "firefox"] as const) {
    const before = readPathActivity(recorded(browser, "first").values);
    const after = readPathActivity(recorded(browser, "second").values);
    assertGreater(before.bytes, 0, browser);
    assertGreater(after.bytes, before.bytes, browser);
  }
});

Deno.test("readPathActivity() adds up all transports, and the checks of all pairs", () => {
  const activity = readPathActivity([
    { id: "T1", type: "transport", bytesReceived: 100 },
    { id: "T2", type: "transport", bytesReceived: 20 },
    {
      id: "P1",
      type: "candidate-pair",
      bytesReceived: 100,
      requestsReceived: 3,
      responsesReceived: 4,
    },
    { id: "P2", type: "candidate-pair", requestsReceived: 1 },
  ]);
  assertEquals(activity, { bytes: 120, checks: 8 });
});

Deno.test("readPathActivity() is zero without statistics", () => {
  assertEquals(readPathActivity([]), { bytes: 0, checks: 0 });
});
