/**
 * Memory and CPU time of a browser's processes from /proc of Linux: of the page (renderer)
 * and of all, with shared memory counted once (PSS).
 *
 * @module
 */
import {
  processTreeOf,
  readProcessTreeCpuSeconds,
} from "../client/processes.ts";

/** Memory in MiB. */
export interface BrowserMemory {
  readonly pageMib: number;
  readonly totalMib: number;
}

interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
}

/** Parent process in `/proc/PID/stat` (proc(5): ppid). */
export function parseParentPid(stat: string): number {
  // The name in parentheses may contain spaces; fields are counted after it.
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** KiB in `/proc/PID/smaps_rollup` (proc(5): Pss); 0 where there is none. */
export function parsePssKib(rollup: string): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
}

/** CPU seconds that the browser with this data folder has used so far. */
export function readBrowserCpuSeconds(dataFolder: string): number {
  const [root] = readProcesses().filter(({ command }) =>
    command.includes(`--user-data-dir=${dataFolder}`) &&
    !command.includes("--type=")
  );
  return root ? readProcessTreeCpuSeconds(root.pid) : NaN;
}

/** Current memory of the browser with this data folder. */
export function measureBrowserMemory(dataFolder: string): BrowserMemory {
  const processes = readProcesses();
  const parents = new Map(
    processes.map(({ pid, parentPid }) => [pid, parentPid]),
  );
  const pids = new Set(
    processes.filter(({ command }) =>
      command.includes(`--user-data-dir=${dataFolder}`)
    ).flatMap(({ pid }) => processTreeOf(pid, parents)),
  );
  let page = 0;
  let all = 0;
  for (const { pid, command } of processes) {
    if (!pids.has(pid)) continue;
    const mib = parsePssKib(readProcFile(pid, "smaps_rollup")) / 1024;
    all += mib;
    if (command.includes("--type=renderer")) page += mib;
  }
  return { pageMib: page, totalMib: all };
}

function readProcesses(): readonly ProcessInfo[] {
  return [...Deno.readDirSync("/proc")].flatMap(({ name }) =>
    /^\d+$/.test(name) ? readProcess(Number(name)) : []
  );
}

function readProcess(pid: number): ProcessInfo[] {
  const stat = readProcFile(pid, "stat");
  const command = readProcFile(pid, "cmdline").replaceAll("\0", " ");
  return stat ? [{ pid, parentPid: parseParentPid(stat), command }] : [];
}

/** Content of a file of a process; empty when the process has ended. */
function readProcFile(pid: number, name: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${name}`);
  } catch {
    return "";
  }
}
