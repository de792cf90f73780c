/**
 * Decides whether a tile is visible, at least in part. Pure geometry: what lies
 * above the tile is looked up by the caller.
 *
 * @module
 */
import type { Rect } from "./stage_layout.ts";

/** Smallest visible area that counts: a square of this many CSS pixels. */
export const MIN_VISIBLE_PX = 24;
/** Limit of lookups for one tile; a tile still undecided counts as visible. */
export const MAX_LOOKUPS = 64;

/** Rectangle that covers the tile at a point; null where the tile is on top. */
export type CoverLookup = (x: number, y: number) => Rect | null;

/**
 * True when a square of `MIN_VISIBLE_PX` of the tile is inside the viewport
 * and uncovered. Each lookup removes a covered rectangle from the candidates.
 */
export function hasVisibleArea(
  tile: Rect,
  viewport: Rect,
  coverAt: CoverLookup,
): boolean {
  const candidates = [intersectRects(tile, viewport)].filter(isLargeEnough);
  for (let lookups = 0; lookups < MAX_LOOKUPS; lookups++) {
    candidates.sort((a, b) => areaOf(a) - areaOf(b));
    const largest = candidates.pop();
    if (!largest) return false;
    const x = largest.left + largest.width / 2;
    const y = largest.top + largest.height / 2;
    const cover = coverAt(x, y);
    if (!cover) return true;
    const removed = uniteRects(cover, squareAround(x, y));
    candidates.push(...subtractRect(largest, removed).filter(isLargeEnough));
  }
  return true;
}

/** Maximal rectangles of `rect` outside `removed`; they overlap at its corners. */
function subtractRect(rect: Rect, removed: Rect): readonly Rect[] {
  const right = removed.left + removed.width;
  const bottom = removed.top + removed.height;
  return [
    { ...rect, width: removed.left - rect.left },
    { ...rect, left: right, width: rect.left + rect.width - right },
    { ...rect, height: removed.top - rect.top },
    { ...rect, top: bottom, height: rect.top + rect.height - bottom },
  ];
}

function intersectRects(a: Rect, b: Rect): Rect {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}

function uniteRects(a: Rect, b: Rect): Rect {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  const right = Math.max(a.left + a.width, b.left + b.width);
  const bottom = Math.max(a.top + a.height, b.top + b.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** Guarantees progress where a cover is a thin line or only touches the point. */
function squareAround(x: number, y: number): Rect {
  const half = MIN_VISIBLE_PX / 2;
  return {
    left: x - half,
    top: y - half,
    width: MIN_VISIBLE_PX,
    height: MIN_VISIBLE_PX,
  };
}

function isLargeEnough({ width, height }: Rect): boolean {
  return width >= MIN_VISIBLE_PX && height >= MIN_VISIBLE_PX;
}

function areaOf({ width, height }: Rect): number {
  return width * height;
}
