/**
 * Where each tile of the stage is: a grid of equals, one with a small one in
 * the corner, or a large one beside a strip of the others. Tiles keep their
 * order, so that nobody changes place when somebody comes or goes.
 *
 * @module
 */
import { layoutGrid, MAX_ASPECT } from "./grid_layout.ts";

/** Place of a tile on the stage, in CSS pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What there is to arrange. */
export interface StageTiles {
  /** Keys of all tiles but the one in the corner, in their order. */
  readonly keys: readonly string[];
  /** One of `keys` that is to be large, or null when all are equal. */
  readonly largeKey: string | null;
  /** Key of a small tile above the others, or null. */
  readonly cornerKey: string | null;
}

/** The space that the tiles have, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

/** Stages up to this width have an upright tile in the corner. */
const NARROW_PX = 700;
const CORNER_INSET_PX = 14;
const STRIP_ASPECT = 1.5;

/** The place of each tile by its key. */
export function layoutStage(
  { keys, largeKey, cornerKey }: StageTiles,
  space: Size,
): ReadonlyMap<string, Rect> {
  const others = keys.filter((key) => key !== largeKey);
  const places = largeKey !== null && others.length > 0
    ? layoutBesideLarge(largeKey, others, space)
    : layoutEqualTiles(keys, space, largeKey !== null);
  const [under] = places.values();
  if (cornerKey !== null && under) {
    places.set(cornerKey, cornerRectOf(under, space));
  }
  return places;
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

/** The strip is at the right of a wide stage, below on an upright one. */
function layoutBesideLarge(
  large: string,
  others: readonly string[],
  { width, height, gap }: Size,
): Map<string, Rect> {
  const isWide = width > height * 1.1;
  const [along, across] = isWide ? [height, width] : [width, height];
  const count = others.length;
  const room = (along - gap * (count - 1)) / count;
  const strip = clamp(across * 0.2, 72, isWide ? 232 : 132);
  const long = Math.floor(
    Math.min(room, isWide ? strip / STRIP_ASPECT : strip * STRIP_ASPECT),
  );
  const rest = Math.max(0, across - strip - gap);
  const places = new Map<string, Rect>([[large, {
    left: 0,
    top: 0,
    width: isWide ? rest : width,
    height: isWide ? height : rest,
  }]]);
  others.forEach((key, i) => {
    const at = i * (long + gap);
    places.set(
      key,
      isWide
        ? { left: rest + gap, top: at, width: strip, height: long }
        : { left: at, top: rest + gap, width: long, height: strip },
    );
  });
  return places;
}

function cornerRectOf(under: Rect, { width }: Size): Rect {
  const isNarrow = width <= NARROW_PX;
  const wide = isNarrow ? 104 : clamp(width * 0.18, 104, 240);
  const high = isNarrow ? wide * 4 / 3 : wide * 10 / (MAX_ASPECT * 9);
  return {
    left: under.left + under.width - wide - CORNER_INSET_PX,
    top: under.top + under.height - high - CORNER_INSET_PX,
    width: wide,
    height: high,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most));
}
