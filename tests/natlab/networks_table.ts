/**
 * The table of `docs/networks.md`: one row per case and browser.
 *
 * @module
 */

/** What was measured in a case. */
export interface NetworkFigures {
  readonly network: string;
  /** Browser of the second member; the first one has Chromium. */
  readonly browser: string;
  /** Selected pair, from the side of the second member. */
  readonly pair: string;
  /** From the press of Join to the first picture on both sides. */
  readonly pictureMs: number;
  /** By the length of the cut in seconds: until pictures move again, or infinite. */
  readonly cutMs: ReadonlyMap<number, number>;
  /** Longest time without a picture during the fault of the case, or null. */
  readonly faultMs: number | null;
}

/** Lengths of the cuts in the table, in seconds. */
export const CUT_SECONDS = [3, 10, 60] as const;

const ROW = /^\| (?!network )(?!---)([^|]+) \| ([^|]+) \|.*\|$/;

/** A row of the table. */
export function formatRow(figures: NetworkFigures): string {
  const { network, browser, pair, pictureMs, cutMs, faultMs } = figures;
  const cells = [
    network,
    browser,
    pair,
    formatSeconds(pictureMs),
    ...CUT_SECONDS.map((seconds) => formatSeconds(cutMs.get(seconds) ?? null)),
    formatSeconds(faultMs),
  ];
  return `| ${cells.join(" | ")} |`;
}

function formatSeconds(ms: number | null): string {
  if (ms === null) return "-";
  return ms === Infinity ? "over 60 s" : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * A document with these rows in place of those of the same case and browser;
 * other rows stay, new ones come last.
 */
export function replaceRows(text: string, rows: readonly string[]): string {
  const lines = text.trimEnd().split("\n");
  const keyOf = (line: string) => ROW.exec(line)?.slice(1, 3).join("|") ?? null;
  const left = new Map(rows.map((row) => [keyOf(row), row]));
  const replaced = lines.map((line) => {
    const key = keyOf(line);
    const row = left.get(key);
    if (key === null || row === undefined) return line;
    left.delete(key);
    return row;
  });
  const end = replaced.findLastIndex((line) => line.startsWith("|")) + 1;
  const all = [...replaced.slice(0, end), ...left.values()];
  return `${[...all, ...replaced.slice(end)].join("\n")}\n`;
}
