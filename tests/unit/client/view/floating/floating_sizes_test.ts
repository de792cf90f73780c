import { assertEquals } from "@std/assert";
import { sizesOfTiles } from "../../../../../client/view/floating/floating_sizes.ts";

const tile = (peerId: string, width: number, isScreen = false) => ({
  peerId,
  isScreen,
  width,
  height: width / 2,
});

Deno.test("sizesOfTiles() has camera and screen of a member in device pixels", () => {
  assertEquals(
    sizesOfTiles([tile("a", 100), tile("b", 80), tile("a", 300, true)], 1.5),
    new Map([
      ["a", { camera: 150, screen: 450 }],
      ["b", { camera: 120, screen: 0 }],
    ]),
  );
});

Deno.test("sizesOfTiles() counts at most two device pixels for each pixel", () => {
  assertEquals(
    sizesOfTiles([tile("a", 100)], 3),
    new Map([["a", { camera: 200, screen: 0 }]]),
  );
});
