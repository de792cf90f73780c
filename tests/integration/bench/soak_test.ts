/**
 * Three fast scenarios of `deno task soak`. Times are not compared here: they
 * depend on what runs beside the test.
 *
 * @module
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import { runScenario } from "../../../bench/soak/scenarios.ts";
import { findBrokenBounds } from "../../../bench/soak/table.ts";
import { HAS_SERVER_PERMISSIONS } from "../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS && Deno.build.os === "linux" &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const SECONDS = 2;

for (
  const name of [
    "descriptors used up",
    "endless fragments",
    "HTTP/2 rapid reset and zero windows",
  ]
) {
  Deno.test({
    name:
      `A call beside "${name}" loses no message and no seat, and the server keeps no file and no memory`,
    ignore: !MAY_SPAWN,
    fn: async () => {
      const { row, bounds } = await runScenario(name, SECONDS);
      assertNotEquals(row.recoveryMs, null);
      const broken = findBrokenBounds(row, {
        ...bounds,
        addedP99Ms: Infinity,
        maxRecoveryMs: Infinity,
      });
      assertEquals(broken, [], JSON.stringify(row));
    },
  });
}
