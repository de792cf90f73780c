/**
 * CPU time of a browser with all its child processes.
 *
 * @module
 */
import { readProcessCpuSeconds } from "../process_usage.ts";

/** Parent of each process of a machine. */
export type ParentPids = ReadonlyMap<number, number>;

/** Processes of a tree, its root first. */
export function processTreeOf(
  pid: number,
  parents: ParentPids,
): readonly number[] {
  const tree = new Set([pid]);
  let previousSize = 0;
  while (tree.size > previousSize) {
    previousSize = tree.size;
    for (const [child, parent] of parents) {
      if (tree.has(parent)) tree.add(child);
    }
  }
  return [...tree];
}

function readParentPids(): ParentPids {
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(name), Number(parent));
    } catch {
      // The process has ended meanwhile.
    }
  }
  return parents;
}

/** CPU seconds that a process and its descendants have used so far. */
export function readProcessTreeCpuSeconds(pid: number): number {
  return processTreeOf(pid, readParentPids()).reduce((sum, id) => {
    try {
      return sum + readProcessCpuSeconds(id);
    } catch {
      return sum;
    }
  }, 0);
}
