import { assert, assertEquals } from "@std/assert";
import {
  layoutGrid,
  MAX_ASPECT,
  MIN_ASPECT,
  MIN_ASPECT_PORTRAIT,
} from "../../../../../client/view/stage/grid_layout.ts";

const DESKTOP = { width: 1408, height: 780 };
const PHONE = { width: 374, height: 690 };

Deno.test.each([
  { count: 2, ...DESKTOP, columns: 2 },
  { count: 3, ...DESKTOP, columns: 2 },
  { count: 4, ...DESKTOP, columns: 2 },
  { count: 5, ...DESKTOP, columns: 3 },
  { count: 8, ...DESKTOP, columns: 4 },
  { count: 2, ...PHONE, columns: 1 },
  { count: 3, ...PHONE, columns: 1 },
  { count: 4, ...PHONE, columns: 2 },
  { count: 8, ...PHONE, columns: 2 },
])(
  "layoutGrid() lays out $count tiles on $width by $height in $columns columns",
  (c) => {
    assertEquals(layoutGrid(c.count, c.width, c.height, 12).columns, c.columns);
  },
);

Deno.test("layoutGrid() fills a phone in portrait with a single tile", () => {
  const { tileWidth, tileHeight } = layoutGrid(1, 374, 690, 12);
  assertEquals([tileWidth, tileHeight], [374, 690]);
});

Deno.test("layoutGrid() fits every count on every stage within the aspect limits", () => {
  for (
    const { width, height } of [DESKTOP, PHONE, { width: 300, height: 90 }]
  ) {
    for (let count = 2; count <= 12; count++) {
      const layout = layoutGrid(count, width, height, 4);
      const { columns, tileWidth, tileHeight } = layout;
      const rows = Math.ceil(count / columns);
      assert(columns * tileWidth + (columns - 1) * 4 <= width);
      assert(rows * tileHeight + (rows - 1) * 4 <= height);
      const aspect = tileWidth / tileHeight;
      const minAspect = height > width ? MIN_ASPECT_PORTRAIT : MIN_ASPECT;
      assert(aspect > minAspect * 0.95 && aspect < MAX_ASPECT * 1.05);
    }
  }
});

Deno.test("layoutGrid() has tiles of size zero on an empty stage", () => {
  assertEquals(layoutGrid(4, 0, 0, 12), {
    columns: 1,
    tileWidth: 0,
    tileHeight: 0,
  });
});
