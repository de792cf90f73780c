/**
 * Computes the rectangle of each tile: an equal grid, one tile with a small one
 * in its corner, or a large tile beside a strip or a grid of the others. Tiles keep their
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
  /** True for a grid beside the large tile, false for a strip. */
  readonly isSideBySide: boolean;
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
/** Largest part of its base that the corner tile is high. */
const MAX_CORNER_SHARE = 0.6;
const STRIP_ASPECT = 1.5;
/** Shortest tile of a strip in one lane: a shorter one has no room for a name. */
const MIN_STRIP_TILE_PX = 76;
const MAX_LANES = 3;
/** Largest part of the stage for several lanes. */
const MAX_STRIP_SHARE = 0.34;
/** Part of a wide stage for the grid beside the large tile. */
const SIDE_SHARE_WIDE = 0.36;
/** The same of the height of another stage. */
const SIDE_SHARE_HIGH = 0.5;

/** Rectangle of each tile by key. */
export function layoutStage(
  { keys, largeKey, cornerKey, isSideBySide }: StageTiles,
  size: Size,
): ReadonlyMap<string, Rect> {
  const others = keys.filter((key) => key !== largeKey);
  const layout = isSideBySide ? layoutSideBySide : layoutBesideLarge;
  const rects = largeKey !== null && others.length > 0
    ? layout(largeKey, others, size)
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

/** The grid is on the right of a wide stage, otherwise at the bottom. */
function layoutSideBySide(
  largeKey: string,
  others: readonly string[],
  size: Size,
): Map<string, Rect> {
  const { width, height, gap } = size;
  const isWide = isWideStage(size);
  const large = isWide
    ? { width: Math.round((width - gap) * (1 - SIDE_SHARE_WIDE)), height }
    : { width, height: Math.round((height - gap) * (1 - SIDE_SHARE_HIGH)) };
  const left = isWide ? large.width + gap : 0;
  const top = isWide ? 0 : large.height + gap;
  const grid = layoutEqualTiles(
    others,
    { width: width - left, height: height - top, gap },
    false,
  );
  const rects = new Map<string, Rect>([[largeKey, {
    left: 0,
    top: 0,
    ...large,
  }]]);
  for (const [key, rect] of grid) {
    rects.set(key, { ...rect, left: left + rect.left, top: top + rect.top });
  }
  return rects;
}

function isWideStage({ width, height }: Size): boolean {
  return width > height * 1.1;
}

/** The strip is on the right of a wide stage, otherwise at the bottom. */
function layoutBesideLarge(
  largeKey: string,
  others: readonly string[],
  size: Size,
): Map<string, Rect> {
  const { width, height, gap } = size;
  const isWide = isWideStage(size);
  const strip = chooseStrip(others.length, size, isWide);
  const { laneCount, perLane, length, thickness } = strip;
  const crossAxis = isWide ? width : height;
  const remaining = Math.max(0, crossAxis - laneCount * (thickness + gap));
  const rects = new Map<string, Rect>([[largeKey, {
    left: 0,
    top: 0,
    width: isWide ? remaining : width,
    height: isWide ? height : remaining,
  }]]);
  others.forEach((key, i) => {
    const across = remaining + gap +
      Math.floor(i / perLane) * (thickness + gap);
    const along = (i % perLane) * (length + gap);
    rects.set(
      key,
      isWide
        ? { left: across, top: along, width: thickness, height: length }
        : { left: along, top: across, width: length, height: thickness },
    );
  });
  return rects;
}

/** Lanes of the strip, and its tiles along and across it in CSS pixels. */
interface Strip {
  readonly laneCount: number;
  readonly perLane: number;
  readonly length: number;
  readonly thickness: number;
}

/** One lane, or the number of lanes with the largest tiles when one is too short. */
function chooseStrip(count: number, size: Size, isWide: boolean): Strip {
  const one = layoutStrip(count, 1, size, isWide);
  if (one.length >= MIN_STRIP_TILE_PX) return one;
  let best = one;
  for (let laneCount = 2; laneCount <= MAX_LANES; laneCount++) {
    const strip = layoutStrip(count, laneCount, size, isWide);
    if (strip.length * strip.thickness > best.length * best.thickness) {
      best = strip;
    }
  }
  return best;
}

function layoutStrip(
  count: number,
  laneCount: number,
  { width, height, gap }: Size,
  isWide: boolean,
): Strip {
  const [mainAxis, crossAxis] = isWide ? [height, width] : [width, height];
  const perLane = Math.ceil(count / laneCount);
  const available = (mainAxis - gap * (perLane - 1)) / perLane;
  const single = clamp(crossAxis * 0.2, 72, isWide ? 232 : 132);
  const share = crossAxis * MAX_STRIP_SHARE - gap * (laneCount - 1);
  const thickness = laneCount === 1
    ? single
    : Math.min(single, Math.floor(share / laneCount));
  const natural = isWide ? thickness / STRIP_ASPECT : thickness * STRIP_ASPECT;
  const length = Math.max(0, Math.floor(Math.min(available, natural)));
  return { laneCount, perLane, length, thickness };
}

function cornerRectOf(baseRect: Rect, size: Size): Rect {
  const isNarrow = size.width <= NARROW_PX;
  const fullWidth = isNarrow ? 104 : clamp(size.width * 0.18, 104, 240);
  const ratio = isNarrow ? 4 / 3 : 10 / (MAX_ASPECT * 9);
  const height = Math.min(
    fullWidth * ratio,
    baseRect.height * MAX_CORNER_SHARE,
  );
  const width = height / ratio;
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
