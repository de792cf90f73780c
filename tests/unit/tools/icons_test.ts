import { assert, assertEquals, assertThrows } from "@std/assert";
import { inflateSync } from "node:zlib";
import { drawIcon } from "../../../tools/icons.ts";

const SVG = `<svg viewBox="0 0 8 8">
  <rect width="8" height="8" rx="2" fill="#102030" />
  <g fill="#ffeedd"><rect x="2" y="2" width="4" height="4" rx="0" /></g>
</svg>`;

/** The pixel at a place of a PNG with one IDAT and no filters. */
function reader(png: Uint8Array, size: number) {
  const view = new DataView(png.buffer);
  const length = view.getUint32(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  return (x: number, y: number) => {
    const at = y * (size * 4 + 1) + 1 + x * 4;
    return [...rows.subarray(at, at + 4)];
  };
}

Deno.test("drawIcon() makes a PNG of the size with rounded, clear corners", () => {
  const png = drawIcon(SVG, { size: 32, isFullBleed: false });
  assertEquals([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assertEquals(new DataView(png.buffer).getUint32(16), 32);
  const pixel = reader(png, 32);
  assertEquals(pixel(0, 0), [0, 0, 0, 0]);
  assertEquals(pixel(16, 2), [0x10, 0x20, 0x30, 255]);
  assertEquals(pixel(16, 16), [0xff, 0xee, 0xdd, 255]);
  const [, , , alpha = 0] = pixel(2, 2);
  assert(alpha > 0 && alpha < 255, `${alpha}`);
});

Deno.test("drawIcon() fills the square and draws the mark smaller for a mask", () => {
  const pixel = reader(drawIcon(SVG, { size: 32, isFullBleed: true }), 32);
  assertEquals(pixel(0, 0), [0x10, 0x20, 0x30, 255]);
  assertEquals(pixel(31, 31), [0x10, 0x20, 0x30, 255]);
  // At its own size the mark would begin at 8.
  assertEquals(pixel(8, 16), [0x10, 0x20, 0x30, 255]);
  assertEquals(pixel(10, 16), [0xff, 0xee, 0xdd, 255]);
});

Deno.test("drawIcon() refuses a drawing that it does not understand", () => {
  const shape = { size: 8, isFullBleed: false };
  assertThrows(() => drawIcon("<svg></svg>", shape), RangeError);
  const path = '<svg viewBox="0 0 8 8"><path d="M0 0"/></svg>';
  assertThrows(() => drawIcon(path, shape), RangeError);
});
