/**
 * Medians and ratios of interleaved rounds, as Markdown tables.
 *
 * @module
 */

/** Median of the finite values; NaN when there are none. */
export function computeMedian(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/**
 * Median of the ratios to the reference in the same round, since a disturbance
 * of a round affects both.
 */
export function computeMedianRatio(
  values: readonly number[],
  reference: readonly number[],
): number {
  return computeMedian(values.map((value, i) => value / (reference[i] ?? NaN)));
}

/** Formats a number with about three digits; `-` for none. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** Formats a Markdown table with aligned columns. */
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
