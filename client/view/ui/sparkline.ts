/**
 * The SVG path of a small line graph; missing values leave a gap.
 *
 * @module
 */
import { roundToTenth } from "./round_number.ts";

/** Size of the drawing in SVG user units. */
export interface SparklineSize {
  readonly width: number;
  readonly height: number;
}

/** Mapping of values to the drawing. */
export interface SparklineScale {
  /** Number of values that fill the width; a shorter line ends at the right. */
  readonly pointCount: number;
  /** Value at the upper edge. */
  readonly max: number;
}

/** Value at the upper edge: the largest value, at least `minimum`. */
export function scaleMaxOf(
  values: readonly (number | null)[],
  minimum: number,
): number {
  return values.reduce<number>((top, v) => Math.max(top, v ?? 0), minimum);
}

/** Path data (`d`) of the line; the last value is at the right edge. */
export function buildLinePath(
  values: readonly (number | null)[],
  { width, height }: SparklineSize,
  { pointCount, max }: SparklineScale,
): string {
  const step = width / Math.max(1, pointCount - 1);
  const left = width - step * (values.length - 1);
  let isPenDown = false;
  return values.map((value, i) => {
    if (value === null) {
      isPenDown = false;
      return "";
    }
    const x = roundToTenth(left + i * step);
    const y = roundToTenth(
      height - Math.min(1, Math.max(0, value / max)) * height,
    );
    const command = isPenDown ? "L" : "M";
    isPenDown = true;
    return `${command}${x} ${y}`;
  }).join("");
}
