import { assert, assertEquals, assertFalse } from "@std/assert";
import type { Rect } from "../../../../../client/view/stage/stage_layout.ts";
import {
  type CoverLookup,
  hasVisibleArea,
  MAX_LOOKUPS,
  MIN_VISIBLE_PX,
} from "../../../../../client/view/stage/visible_area.ts";

/** A phone in portrait and the single tile on its stage. */
const PHONE = rect(0, 0, 390, 844);
const TILE = rect(8, 56, 374, 700);
/** The side panel as a sheet: everything below 18 % of the height. */
const SHEET = rect(0, 152, 390, 692);

function rect(left: number, top: number, width: number, height: number): Rect {
  return { left, top, width, height };
}

function coveredBy(...covers: readonly Rect[]): CoverLookup {
  return (x, y) =>
    covers.find(({ left, top, width, height }) =>
      x >= left && x <= left + width && y >= top && y <= top + height
    ) ?? null;
}

Deno.test("hasVisibleArea() is true with one lookup for an uncovered tile", () => {
  let lookups = 0;
  assert(hasVisibleArea(TILE, PHONE, () => {
    lookups++;
    return null;
  }));
  assertEquals(lookups, 1);
});

Deno.test("hasVisibleArea() is true for the strip above the sheet of a phone", () => {
  assert(hasVisibleArea(TILE, PHONE, coveredBy(SHEET)));
});

Deno.test.each([
  { name: "left", free: rect(8, 56, 30, 700) },
  { name: "right", free: rect(352, 56, 30, 700) },
  { name: "bottom", free: rect(8, 726, 374, 30) },
  { name: "upper left corner", free: rect(8, 56, 30, 30) },
  { name: "middle", free: rect(180, 390, 30, 30) },
])("hasVisibleArea() is true for a visible part: $name", ({ free }) => {
  const right = free.left + free.width;
  const bottom = free.top + free.height;
  const covers = [
    rect(0, 0, 390, free.top),
    rect(0, bottom, 390, 844 - bottom),
    rect(0, 0, free.left, 844),
    rect(right, 0, 390 - right, 844),
  ];
  assert(hasVisibleArea(TILE, PHONE, coveredBy(...covers)));
});

Deno.test("hasVisibleArea() is false for a tile behind one cover or several", () => {
  assertFalse(hasVisibleArea(TILE, PHONE, coveredBy(PHONE)));
  const halves = [rect(0, 0, 200, 844), rect(200, 0, 190, 844)];
  assertFalse(hasVisibleArea(TILE, PHONE, coveredBy(...halves)));
  const quarters = [0, 195].flatMap((left) =>
    [0, 422].map((top) => rect(left, top, 195, 422))
  );
  assertFalse(hasVisibleArea(TILE, PHONE, coveredBy(...quarters)));
});

Deno.test("hasVisibleArea() needs MIN_VISIBLE_PX in both directions", () => {
  for (const [px, isVisible] of [[-1, false], [0, true], [1, true]] as const) {
    const top = TILE.top + MIN_VISIBLE_PX + px;
    const cover = rect(0, top, 390, 844 - top);
    assertEquals(hasVisibleArea(TILE, PHONE, coveredBy(cover)), isVisible);
  }
});

Deno.test("hasVisibleArea() is true for a visible part between two covers", () => {
  const covers = [rect(0, 0, 390, 300), rect(0, 340, 390, 504)];
  assert(hasVisibleArea(TILE, PHONE, coveredBy(...covers)));
});

Deno.test.each([
  { tile: rect(8, 844, 374, 300), isVisible: false },
  { tile: rect(8, -310, 374, 300), isVisible: false },
  { tile: rect(-400, 56, 374, 300), isVisible: false },
  { tile: rect(8, 844 - MIN_VISIBLE_PX, 374, 300), isVisible: true },
])(
  "hasVisibleArea() of a tile at $tile.left, $tile.top outside of the viewport: $isVisible",
  ({ tile, isVisible }) => {
    assertEquals(hasVisibleArea(tile, PHONE, () => null), isVisible);
  },
);

Deno.test("hasVisibleArea() is true after MAX_LOOKUPS without a decision", () => {
  let lookups = 0;
  const isVisible = hasVisibleArea(rect(0, 0, 4_000, 4_000), {
    left: 0,
    top: 0,
    width: 4_000,
    height: 4_000,
  }, (left, top) => {
    lookups++;
    return rect(left, top, 0, 0);
  });
  assert(isVisible);
  assertEquals(lookups, MAX_LOOKUPS);
});
