/**
 * Finds the arrangement of tiles that uses the stage best.
 *
 * @module
 */

/** How tiles are laid out: sizes in CSS pixels. */
export interface GridLayout {
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** Narrowest shape of a tile among others, width by height. */
export const MIN_ASPECT = 1;
/** The same on an upright stage, where two faces have room side by side. */
export const MIN_ASPECT_UPRIGHT = 5 / 8;
/** Narrowest shape of a tile that is alone: an upright phone is filled. */
export const MIN_ASPECT_ALONE = 9 / 20;
/** Widest shape of a tile, width by height. */
export const MAX_ASPECT = 16 / 9;

/** The layout of `count` tiles in a stage with the largest tiles. */
export function layoutGrid(
  count: number,
  width: number,
  height: number,
  gap: number,
): GridLayout {
  const minAspectOfMany = height > width ? MIN_ASPECT_UPRIGHT : MIN_ASPECT;
  const minAspect = count > 1 ? minAspectOfMany : MIN_ASPECT_ALONE;
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
