/**
 * Computes the rectangle of each tile: an equal grid, one tile with a small one
 * in its corner, or a large tile beside a strip of the others. Tiles keep their
 * order when members join or leave.
 *
 * @module
 */
import { layoutGrid, MAX_ASPECT } from "./grid_layout.ts";

/** Rectangle in CSS pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles to lay out. */
export interface StageTiles {
  /** Keys in order, without the tile in the corner. */
  readonly keys: readonly string[];
  /** One of `keys` to enlarge, or null for equal tiles. */
  readonly largeKey: string | null;
  /** Key of the small tile above the others, or null. */
  readonly cornerKey: string | null;
}

/** Size of the stage and gap between tiles, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** Widest stage on which the tile in the corner is in portrait format. */
const NARROW_PX = 700;
const CORNER_INSET_PX = 14;
const STRIP_ASPECT = 1.5;

/** Rectangle of each tile by key. */
export function layoutStage(
  { keys, largeKey, cornerKey }: StageTiles,
  size: Size,
): ReadonlyMap<string, Rect> {
  const others = keys.filter((key) => key !== largeKey);
  const rects = largeKey !== null && others.length > 0
    ? layoutBesideLarge(largeKey, others, size)
    : layoutEqualTiles(keys, size, largeKey !== null);
  const [baseRect] = rects.values();
  if (cornerKey !== null && baseRect) {
    rects.set(cornerKey, cornerRectOf(baseRect, size));
  }
  return rects;
}

function layoutEqualTiles(
  keys: readonly string[],
  { width, height, gap }: Size,
  isFilled: boolean,
): Map<string, Rect> {
  const [only] = keys;
  if (isFilled && only !== undefined) {
    return new Map([[only, { left: 0, top: 0, width, height }]]);
  }
  const count = keys.length;
  const layout = layoutGrid(count, width, height, gap);
  const { columns, tileWidth, tileHeight } = layout;
  const rows = Math.ceil(count / columns);
  const top = (height - rows * (tileHeight + gap) + gap) / 2;
  return new Map(keys.map((key, i) => {
    const row = Math.floor(i / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = (width - inRow * (tileWidth + gap) + gap) / 2;
    return [key, {
      left: Math.round(left + (i % columns) * (tileWidth + gap)),
      top: Math.round(top + row * (tileHeight + gap)),
      width: tileWidth,
      height: tileHeight,
    }];
  }));
}

/** The strip is on the right of a wide stage, otherwise at the bottom. */
function layoutBesideLarge(
  largeKey: string,
  others: readonly string[],
  { width, height, gap }: Size,
): Map<string, Rect> {
  const isWide = width > height * 1.1;
  const [mainAxis, crossAxis] = isWide ? [height, width] : [width, height];
  const count = others.length;
  const available = (mainAxis - gap * (count - 1)) / count;
  const strip = clamp(crossAxis * 0.2, 72, isWide ? 232 : 132);
  const tileLength = Math.floor(
    Math.min(available, isWide ? strip / STRIP_ASPECT : strip * STRIP_ASPECT),
  );
  const remaining = Math.max(0, crossAxis - strip - gap);
  const rects = new Map<string, Rect>([[largeKey, {
    left: 0,
    top: 0,
    width: isWide ? remaining : width,
    height: isWide ? height : remaining,
  }]]);
  others.forEach((key, i) => {
    const at = i * (tileLength + gap);
    rects.set(
      key,
      isWide
        ? { left: remaining + gap, top: at, width: strip, height: tileLength }
        : { left: at, top: remaining + gap, width: tileLength, height: strip },
    );
  });
  return rects;
}

function cornerRectOf(baseRect: Rect, size: Size): Rect {
  const isNarrow = size.width <= NARROW_PX;
  const width = isNarrow ? 104 : clamp(size.width * 0.18, 104, 240);
  const height = isNarrow ? width * 4 / 3 : width * 10 / (MAX_ASPECT * 9);
  return {
    left: baseRect.left + baseRect.width - width - CORNER_INSET_PX,
    top: baseRect.top + baseRect.height - height - CORNER_INSET_PX,
    width,
    height,
  };
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.round(Math.min(Math.max(value, minimum), maximum));
}
