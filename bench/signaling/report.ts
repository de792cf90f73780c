/**
 * Medians and ratios of interleaved rounds, and the table that shows them.
 *
 * @module
 */

/** The middle of `values`; NaN when there are none. */
export function computeMedian(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/**
 * Median of the ratios of each round to the reference's same round: what
 * disturbs a whole round disturbs both.
 */
export function computeMedianRatio(
  values: readonly number[],
  reference: readonly number[],
): number {
  return computeMedian(values.map((value, i) => value / (reference[i] ?? NaN)));
}

/** A number with as many digits as it deserves; `-` for none. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** A Markdown table whose columns line up. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const [head] = rows;
  if (!head) return "";
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    `| ${
      widths.map((width, i) => (cells[i] ?? "").padEnd(width)).join(" | ")
    } |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(head), rule, ...rows.slice(1).map(line)].join("\n");
}
