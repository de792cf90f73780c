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

Deno.test("layoutStage() keeps all tiles on the stage without overlap", () => {
  for (const size of STAGES) {
    for (let count = 1; count <= 10; count++) {
      for (const large of [null, "k0"]) {
        const keys = keysOf(count);
        const rects = [
          ...layoutStage({
            keys,
            largeKey: large,
            cornerKey: null,
            isSideBySide: false,
          }, size),
        ]
          .map(([, rect]) => rect);
        assertEquals(rects.length, count);
        for (const [i, rect] of rects.entries()) {
          assert(rect.left >= 0 && rect.top >= 0);
          assert(rect.left + rect.width <= size.width + 1);
          assert(rect.top + rect.height <= size.height + 1);
          for (const other of rects.slice(0, i)) {
            assert(!overlap(rect, other), `${count} ${large}`);
          }
        }
      }
    }
  }
});

Deno.test("layoutStage() keeps the large tile and its neighbours when a member joins", () => {
  for (const size of STAGES) {
    const [before, after] = [3, 4].map((count) =>
      layoutStage(
        {
          keys: keysOf(count),
          largeKey: "k0",
          cornerKey: null,
          isSideBySide: false,
        },
        size,
      )
    );
    assertEquals(after?.get("k0"), before?.get("k0"));
    assertEquals(after?.get("k1")?.top === before?.get("k1")?.top, true);
  }
});

Deno.test("layoutStage() leaves room for a name on each tile beside a large one", () => {
  for (const size of [...STAGES, { width: 344, height: 520, gap: 12 }]) {
    for (let count = 2; count <= 9; count++) {
      const rects = layoutStage(
        {
          keys: keysOf(count),
          largeKey: "k0",
          cornerKey: null,
          isSideBySide: false,
        },
        size,
      );
      for (const { width, height } of rects.values()) {
        assert(width >= 76 && height >= 60, `${count}: ${width} x ${height}`);
      }
      const large = rects.get("k0");
      assert(large);
      assert(large.width * large.height > 0.55 * size.width * size.height);
    }
  }
});

Deno.test("layoutStage() gives the large tile most of the stage", () => {
  for (const size of STAGES) {
    const rects = layoutStage(
      { keys: keysOf(4), largeKey: "k2", cornerKey: null, isSideBySide: false },
      size,
    );
    const large = rects.get("k2");
    assert(large);
    const ratio = large.width * large.height / (size.width * size.height);
    assert(ratio > 0.7, `${ratio}`);
  }
});

Deno.test("layoutStage() places the corner tile inside the first tile", () => {
  for (const size of [...STAGES, { width: 374, height: 150, gap: 12 }]) {
    const rects = layoutStage(
      { keys: ["a"], largeKey: null, cornerKey: "self", isSideBySide: false },
      size,
    );
    const [base, corner] = [rects.get("a"), rects.get("self")];
    assert(base && corner);
    assertEquals(
      corner.left + corner.width,
      base.left + base.width - 14,
    );
    assert(overlap(base, corner));
    assert(corner.height <= 0.6 * base.height);
  }
});

Deno.test("layoutStage() gives the people beside a screen larger tiles than a strip has", () => {
  for (const size of [...STAGES, { width: 900, height: 640, gap: 12 }]) {
    for (let count = 2; count <= 9; count++) {
      const tiles = { keys: keysOf(count), largeKey: "k0", cornerKey: null };
      const [strip, side] = [false, true].map((isSideBySide) =>
        layoutStage({ ...tiles, isSideBySide }, size)
      );
      const peopleArea = (rects: ReadonlyMap<string, Rect> = new Map()) =>
        [...rects].filter(([key]) => key !== "k0").reduce(
          (sum, [, { width, height }]) => sum + width * height,
          0,
        );
      assert(peopleArea(side) > peopleArea(strip), `${count} of ${size.width}`);
      const rects = [...side?.values() ?? []];
      assertEquals(rects.length, count);
      for (const [i, rect] of rects.entries()) {
        assert(rect.left >= 0 && rect.left + rect.width <= size.width + 1);
        assert(rect.top >= 0 && rect.top + rect.height <= size.height + 1);
        for (const other of rects.slice(0, i)) assert(!overlap(rect, other));
      }
    }
  }
});
