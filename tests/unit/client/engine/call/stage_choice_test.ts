import { assertEquals } from "@std/assert";
import {
  nextStageLayout,
  parseStageLayout,
  STAGE_LAYOUTS,
} from "../../../../../client/engine/call/stage_choice.ts";

Deno.test("parseStageLayout() reads each layout, and the automatic one from anything else", () => {
  for (const layout of STAGE_LAYOUTS) {
    assertEquals(parseStageLayout(layout), layout);
  }
  assertEquals(parseStageLayout(null), "auto");
  assertEquals(parseStageLayout("sidebar"), "auto");
});

Deno.test("nextStageLayout() goes through all layouts and begins again", () => {
  const seen = STAGE_LAYOUTS.map(nextStageLayout);
  assertEquals(seen, ["grid", "speaker", "side", "auto"]);
});
