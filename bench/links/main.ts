/**
 * Calls over shaped links: what all members receive with the uplink budget and
 * with the browser's own behavior alone, one after the other in one run.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { canShapeLinks } from "../../tests/natlab/namespaces.ts";
import { CallLabs, canPlayTogether } from "./call_labs.ts";
import { type LinkCell, type LinkMatrix, listCells } from "./cells.ts";
import {
  formatLinkRow,
  formatLinksTable,
  hasLinkRow,
  type LinkResult,
  readLinkRows,
  writeLinkRow,
} from "./links_table.ts";
import type { ReceivedQuality } from "./received_quality.ts";
import { measureShapedCalls, type ShapedCallOptions } from "./shaped_call.ts";

/** Options of the benchmark. */
export interface LinksBenchOptions {
  readonly matrix: LinkMatrix;
  /** Time that is measured of each call. */
  readonly seconds: number;
  /** Time from Join to the measurement. */
  readonly afterSeconds: number;
  /** Writes each row into `docs/links.md` as soon as it is measured. */
  readonly writesRows: boolean;
  /** Skips cells that have a row there. */
  readonly skipsWritten: boolean;
}

const DOCUMENT = new URL("../../docs/links.md", import.meta.url);
/** Far above what a call takes; then the browsers are started again. */
const MAX_CALL_MS = 120_000;

/** Measures all cells and prints their rows; there is nothing that can fail. */
export async function measureLinks(
  { matrix, seconds, afterSeconds, writesRows, skipsWritten }:
    LinksBenchOptions,
): Promise<readonly string[]> {
  if (!await canShapeLinks()) return [];
  const times = { warmMs: afterSeconds * 1000, measureMs: seconds * 1000 };
  const written = readLinkRows(await Deno.readTextFile(DOCUMENT));
  const cells = listCells(matrix).filter((cell) =>
    !skipsWritten || !hasLinkRow(written, cell)
  );
  await using labs = new CallLabs();
  console.log(`\n## Shaped links\n\n${formatLinksTable([])}`);
  for (const cell of cells) {
    const row = formatLinkRow(await measureCell(labs, cell, times));
    console.log(`| ${row.join(" | ")} |`);
    if (!writesRows) continue;
    const text = await Deno.readTextFile(DOCUMENT);
    await Deno.writeTextFile(DOCUMENT, writeLinkRow(text, row));
  }
  return [];
}

async function measureCell(
  labs: CallLabs,
  cell: LinkCell,
  times: Pick<ShapedCallOptions, "warmMs" | "measureMs">,
): Promise<LinkResult> {
  const measure = (hasUplinkBudget: readonly boolean[]) =>
    measureCalls(labs, { cell, hasUplinkBudget, ...times });
  const isTogether = canPlayTogether(cell.members);
  const [browser = null, maru = null] = isTogether
    ? await measure([false, true])
    : [...await measure([false]), ...await measure([true])];
  return { cell, browser, maru, isTogether };
}

/** Null for each call when one failed. */
async function measureCalls(
  labs: CallLabs,
  options: ShapedCallOptions,
): Promise<readonly (ReceivedQuality | null)[]> {
  const { members } = options.cell;
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new Error("The call did not end in time")),
    MAX_CALL_MS,
  );
  try {
    const calls = labs.get(members).then((lab) =>
      measureShapedCalls(lab, options)
    );
    return await Promise.race([calls, deadline.promise]);
  } catch (error) {
    console.error(`${JSON.stringify(options.cell)}: ${error}`);
    await labs.remove(members);
    return options.hasUplinkBudget.map(() => null);
  } finally {
    clearTimeout(timer);
  }
}
