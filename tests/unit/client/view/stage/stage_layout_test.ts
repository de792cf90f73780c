import { assert, assertEquals } from "@std/assert";
import {
  layoutStage,
  type Rect,
} from "../../../../../client/view/stage/stage_layout.ts";

const STAGES = [
  { width: 1248, height: 640, gap: 12 },
  { width: 374, height: 640, gap: 12 },
];
const keysOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `k${i}`);

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width &&
    a.top < b.top + b.height && b.top < a.top + a.height;
}

Deno.test("layoutStage() keeps every tile on the stage and apart, large one or none", () => {
  for (const space of STAGES) {
    for (let count = 1; count <= 10; count++) {
      for (const large of [null, "k0"]) {
        const keys = keysOf(count);
        const places = [
          ...layoutStage({ keys, largeKey: large, cornerKey: null }, space),
        ]
          .map(([, place]) => place);
        assertEquals(places.length, count);
        for (const [i, place] of places.entries()) {
          assert(place.left >= 0 && place.top >= 0);
          assert(place.left + place.width <= space.width + 1);
          assert(place.top + place.height <= space.height + 1);
          for (const other of places.slice(0, i)) {
            assert(!overlap(place, other), `${count} ${large}`);
          }
        }
      }
    }
  }
});

Deno.test("layoutStage() leaves a large tile and those before a newcomer where they are", () => {
  for (const space of STAGES) {
    const [before, after] = [3, 4].map((count) =>
      layoutStage(
        { keys: keysOf(count), largeKey: "k0", cornerKey: null },
        space,
      )
    );
    assertEquals(after?.get("k0"), before?.get("k0"));
    assertEquals(after?.get("k1")?.top === before?.get("k1")?.top, true);
  }
});

Deno.test("layoutStage() gives the large tile most of the stage", () => {
  for (const space of STAGES) {
    const places = layoutStage(
      { keys: keysOf(4), largeKey: "k2", cornerKey: null },
      space,
    );
    const large = places.get("k2");
    assert(large);
    const share = large.width * large.height / (space.width * space.height);
    assert(share > 0.7, `${share}`);
  }
});

Deno.test("layoutStage() puts the corner tile onto the one below", () => {
  for (const space of STAGES) {
    const places = layoutStage(
      { keys: ["a"], largeKey: null, cornerKey: "self" },
      space,
    );
    const [under, corner] = [places.get("a"), places.get("self")];
    assert(under && corner);
    assertEquals(
      corner.left + corner.width,
      under.left + under.width - 14,
    );
    assert(overlap(under, corner));
  }
});
