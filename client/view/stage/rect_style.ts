/**
 * Positions a tile on the stage with CSS.
 *
 * @module
 */
import type { CSSProperties } from "preact";
import type { Rect } from "./stage_layout.ts";

/** Style of a tile; hidden until the stage has been measured. */
export function rectToStyle(rect: Rect | undefined): CSSProperties {
  if (!rect) return { visibility: "hidden" };
  const { left, top, width, height } = rect;
  return {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  };
}
