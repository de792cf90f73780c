/**
 * The line of a small graph as an SVG path. Where nothing was measured, the
 * line has a gap.
 *
 * @module
 */

/** Size of the drawing, in its own units. */
export interface SparklineSize {
  readonly width: number;
  readonly height: number;
}

/** How values lie on the drawing. */
export interface SparklineScale {
  /** Values that fill the width; a shorter line ends at the right. */
  readonly pointCount: number;
  /** Value at the upper edge. */
  readonly max: number;
}

/** The upper edge for these values: the largest, or `least` when all are small. */
export function scaleMaxOf(
  values: readonly (number | null)[],
  least: number,
): number {
  return values.reduce<number>((top, v) => Math.max(top, v ?? 0), least);
}

/** The path (`d`) through the values, the last of them at the right edge. */
export function buildLinePath(
  values: readonly (number | null)[],
  { width, height }: SparklineSize,
  { pointCount, max }: SparklineScale,
): string {
  const step = width / Math.max(1, pointCount - 1);
  const first = width - step * (values.length - 1);
  let isDown = false;
  return values.map((value, i) => {
    if (value === null) {
      isDown = false;
      return "";
    }
    const x = roundToTenth(first + i * step);
    const y = roundToTenth(
      height - Math.min(1, Math.max(0, value / max)) * height,
    );
    const command = isDown ? "L" : "M";
    isDown = true;
    return `${command}${x} ${y}`;
  }).join("");
}

function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
