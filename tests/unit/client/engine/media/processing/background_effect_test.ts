import { assertEquals } from "@std/assert";
import {
  BACKGROUND_EFFECTS,
  parseBackgroundEffect,
} from "../../../../../../client/engine/media/processing/background_effect.ts";

Deno.test("parseBackgroundEffect() knows every effect, and takes others for none", () => {
  for (const effect of BACKGROUND_EFFECTS) {
    assertEquals(parseBackgroundEffect(effect), effect);
  }
  assertEquals(parseBackgroundEffect(null), "none");
  assertEquals(parseBackgroundEffect("volcano"), "none");
});
