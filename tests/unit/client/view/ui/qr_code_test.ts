import { assertEquals } from "@std/assert";
import { encode } from "uqr";
import { buildQrPath } from "../../../../../client/view/ui/qr_code.tsx";

/** The modules that a path of bars covers. */
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

Deno.test("buildQrPath() covers each dark module of the code and no other", () => {
  const link = "https://maru.example:8443/r/tea-after-work";
  const { size, path } = buildQrPath(link);
  const code = encode(link, { ecc: "M", border: 4 });
  assertEquals(size, code.size);
  assertEquals(modulesOf(path, size), code.data);
});

Deno.test("buildQrPath() leaves four light modules all round", () => {
  const { size, path } = buildQrPath("https://maru.example/r/x");
  const grid = modulesOf(path, size);
  for (let i = 0; i < size; i++) {
    for (const edge of [0, 1, 2, 3, size - 4, size - 3, size - 2, size - 1]) {
      assertEquals([grid[edge]?.[i], grid[i]?.[edge]], [false, false]);
    }
  }
});

Deno.test("buildQrPath() has room for the longest name of a room", () => {
  const name = encodeURIComponent("가".repeat(64));
  const { size } = buildQrPath(`https://maru.example:8443/r/${name}`);
  assertEquals(size < 140, true);
});
