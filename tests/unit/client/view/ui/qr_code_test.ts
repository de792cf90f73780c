import { assertEquals } from "@std/assert";
import { encode } from "uqr";
import { buildQrPath } from "../../../../../client/view/ui/qr_code.tsx";

/** Modules that the bars of a path cover. */
function modulesOf(path: string, size: number): boolean[][] {
  const grid = Array.from({ length: size }, () => Array(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let i = 0; i < Number(width); i++) {
      const row = grid[Number(y)];
      if (row) row[Number(x) + i] = true;
    }
  }
  return grid;
}

Deno.test("buildQrPath() covers exactly the dark modules", () => {
  const link = "https://maru.example:8443/r/tea-after-work";
  const { size, path } = buildQrPath(link);
  const code = encode(link, { ecc: "M", border: 4 });
  assertEquals(size, code.size);
  assertEquals(modulesOf(path, size), code.data);
});

Deno.test("buildQrPath() has a quiet zone of four modules", () => {
  const { size, path } = buildQrPath("https://maru.example/r/x");
  const grid = modulesOf(path, size);
  for (let i = 0; i < size; i++) {
    for (const edge of [0, 1, 2, 3, size - 4, size - 3, size - 2, size - 1]) {
      assertEquals([grid[edge]?.[i], grid[i]?.[edge]], [false, false]);
    }
  }
});

Deno.test("buildQrPath() encodes the longest room name", () => {
  const name = encodeURIComponent("가".repeat(64));
  const { size } = buildQrPath(`https://maru.example:8443/r/${name}`);
  assertEquals(size < 140, true);
});
