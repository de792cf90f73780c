/**
 * Puts a tile at its place on the stage.
 *
 * @module
 */
import type { CSSProperties } from "preact";
import type { Rect } from "./stage_layout.ts";

export type { Rect };

/** The styles for a place; a tile without one is not seen yet. */
export function rectToStyle(place: Rect | undefined): CSSProperties {
  if (!place) return { visibility: "hidden" };
  const { left, top, width, height } = place;
  return {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  };
}
