/**
 * Computes the grid of equal tiles with the largest tiles.
 *
 * @module
 */

/** Grid of equal tiles, sizes in CSS pixels. */
export interface GridLayout {
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** Smallest width-to-height ratio of a tile among others. */
export const MIN_ASPECT = 1;
/** The same on a portrait stage, where two tiles fit side by side. */
export const MIN_ASPECT_PORTRAIT = 5 / 8;
/** Smallest ratio of a single tile: fills a phone in portrait. */
export const MIN_ASPECT_SINGLE = 9 / 20;
/** Largest width-to-height ratio of a tile. */
export const MAX_ASPECT = 16 / 9;

/** Grid of `count` tiles that maximizes their area. */
export function layoutGrid(
  count: number,
  width: number,
  height: number,
  gap: number,
): GridLayout {
  const minAspectOfMany = height > width ? MIN_ASPECT_PORTRAIT : MIN_ASPECT;
  const minAspect = count > 1 ? minAspectOfMany : MIN_ASPECT_SINGLE;
  let best: GridLayout = { columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= Math.max(count, 1); columns++) {
    const rows = Math.ceil(Math.max(count, 1) / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * MAX_ASPECT));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / minAspect));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight) {
      best = { columns, tileWidth, tileHeight };
    }
  }
  return best;
}
