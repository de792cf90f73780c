/**
 * CPU time of a browser, which is many processes: itself and all below it.
 *
 * @module
 */
import { readProcessCpuSeconds } from "../process_usage.ts";

/** Parent of each process of a machine. */
export type ParentPids = ReadonlyMap<number, number>;

/** A process and all that descend from it. */
export function processTreeOf(
  pid: number,
  parents: ParentPids,
): readonly number[] {
  const family = new Set([pid]);
  let before = 0;
  while (family.size > before) {
    before = family.size;
    for (const [child, parent] of parents) {
      if (family.has(parent)) family.add(child);
    }
  }
  return [...family];
}

function readParentPids(): ParentPids {
  const found = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      found.set(Number(name), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** CPU seconds that a process and those below it have used so far. */
export function readProcessTreeCpuSeconds(pid: number): number {
  return processTreeOf(pid, readParentPids()).reduce((sum, id) => {
    try {
      return sum + readProcessCpuSeconds(id);
    } catch {
      return sum;
    }
  }, 0);
}
