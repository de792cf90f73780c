/**
 * Draws the PNG icons of the installed page from the brand mark's SVG, so that
 * no picture made by a program has to be kept beside its source.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

/** One icon to draw. */
export interface IconShape {
  /** Width and height in pixels. */
  readonly size: number;
  /** Fills the square and keeps the mark within the safe circle (W3C appmanifest, maskable). */
  readonly isFullBleed: boolean;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly colour: readonly [number, number, number];
}

/** How much of its size the mark keeps on a full square. */
const MASKABLE_SCALE = 0.84;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * An icon as the bytes of a PNG (W3C PNG §5), 8 bits a channel with alpha.
 *
 * @param svg A square drawing of `rect`s with `fill`s of six hex digits, on
 * itself or on its group; the first is the ground.
 * @throws {RangeError} When the drawing has nothing else to draw.
 */
export function drawIcon(svg: string, shape: IconShape): Uint8Array {
  const [, side] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
  const boxes = parseBoxes(svg);
  if (side === undefined || boxes.length < 2) {
    throw new RangeError("Cannot draw the icon: not a square of rects");
  }
  const scale = shape.size / Number(side);
  return encodePng(
    rasterize(boxes.map(createBoxPlacer(shape, scale)), shape.size),
    shape,
  );
}

function parseBoxes(svg: string): Box[] {
  const boxes: Box[] = [];
  let groupFill = "";
  for (const [, tag, text = ""] of svg.matchAll(/<(rect|g)\b([^>]*)>/g)) {
    const read = (name: string) =>
      new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1] ?? "";
    if (tag === "g") groupFill = read("fill");
    const fill = Number.parseInt((read("fill") || groupFill).slice(1), 16);
    if (tag !== "rect") continue;
    boxes.push({
      x: Number(read("x")),
      y: Number(read("y")),
      width: Number(read("width")),
      height: Number(read("height")),
      radius: Number(read("rx")),
      colour: [fill >> 16, fill >> 8 & 255, fill & 255],
    });
  }
  return boxes;
}

/** Puts a box of the drawing where it is in the icon. */
function createBoxPlacer(
  { size, isFullBleed }: IconShape,
  scale: number,
): (box: Box, index: number) => Box {
  return (box, index) => {
    if (isFullBleed && index === 0) {
      return { ...box, x: 0, y: 0, width: size, height: size, radius: 0 };
    }
    const by = isFullBleed ? scale * MASKABLE_SCALE : scale;
    const offset = isFullBleed ? size * (1 - MASKABLE_SCALE) / 2 : 0;
    return {
      ...box,
      x: box.x * by + offset,
      y: box.y * by + offset,
      width: box.width * by,
      height: box.height * by,
      radius: box.radius * by,
    };
  };
}

function rasterize(boxes: readonly Box[], size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (const box of boxes) {
    const [left, top] = [Math.floor(box.x), Math.floor(box.y)];
    const right = Math.min(size, Math.ceil(box.x + box.width));
    const bottom = Math.min(size, Math.ceil(box.y + box.height));
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        blend(
          pixels,
          (y * size + x) * 4,
          box,
          pixelCoverage(box, x + .5, y + .5),
        );
      }
    }
  }
  return pixels;
}

/** How much of the pixel around a point lies in the rounded box, 0 to 1. */
function pixelCoverage(box: Box, x: number, y: number): number {
  const { width, height, radius } = box;
  const dx = Math.abs(x - box.x - width / 2) - width / 2 + radius;
  const dy = Math.abs(y - box.y - height / 2) - height / 2 + radius;
  const distance = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) +
    Math.min(Math.max(dx, dy), 0) - radius;
  return Math.min(Math.max(.5 - distance, 0), 1);
}

function blend(
  pixels: Uint8Array,
  at: number,
  { colour }: Box,
  share: number,
): void {
  const below = (pixels[at + 3] ?? 0) / 255;
  const alpha = share + below * (1 - share);
  if (alpha === 0) return;
  colour.forEach((value, channel) => {
    const was = pixels[at + channel] ?? 0;
    pixels[at + channel] = Math.round(
      (value * share + was * below * (1 - share)) / alpha,
    );
  });
  pixels[at + 3] = Math.round(alpha * 255);
}

function encodePng(pixels: Uint8Array, { size }: IconShape): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, size);
  header.setUint32(4, size);
  // 8 bits, RGBA; the method of compression and filters is the only one.
  header.setUint16(8, 0x0806);
  const stride = size * 4;
  const rows = new Uint8Array((stride + 1) * size);
  for (let y = 0; y < size; y++) {
    const row = pixels.subarray(y * stride, (y + 1) * stride);
    rows.set(row, y * (stride + 1) + 1);
  }
  return concatBytes([
    Uint8Array.from(PNG_SIGNATURE),
    encodePngChunk("IHDR", new Uint8Array(header.buffer)),
    encodePngChunk("IDAT", deflateSync(rows, { level: 9 })),
    encodePngChunk("IEND", new Uint8Array()),
  ]);
}

function encodePngChunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
