/**
 * Finds import cycles between source files. Imports of types count too: a
 * reader has to follow them like any other.
 *
 * @module
 */
import { dirname, join } from "node:path/posix";
import type { RepositoryProblem } from "./problem.ts";

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/**
 * A problem for each import cycle, at one of its files.
 *
 * @param texts Source text by path.
 */
export function findImportCycles(
  texts: ReadonlyMap<string, string>,
): RepositoryProblem[] {
  const imports = new Map(
    [...texts].map(([file, text]) => [file, importsOf(file, text)]),
  );
  return findComponents(imports).filter((files) => files.length > 1)
    .map((files) => {
      const sorted = files.toSorted();
      return {
        file: sorted[0] ?? "",
        line: 1,
        message: `Import cycle: ${sorted.join(", ")}`,
      };
    });
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]) =>
    join(dirname(file), specifier)
  );
}

/** Strongly connected components (Tarjan). */
function findComponents(
  edges: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const components: string[][] = [];

  function visit(node: string): number {
    const index = order.size;
    order.set(node, index);
    let low = index;
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!edges.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) {
        low = Math.min(low, order.get(next) ?? low);
      }
    }
    lowest.set(node, low);
    if (low === index) components.push(stack.splice(stack.indexOf(node)));
    return low;
  }

  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return components;
}
