/**
 * Points of a shared screen. Positions are relative to the picture, so they
 * mean the same on pages that show it in different sizes.
 *
 * @module
 */

/** A point of a shared screen: thousandths of its width and height. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** Largest coordinate of a {@linkcode ScreenPoint}. */
export const MAX_COORDINATE = 1_000;
