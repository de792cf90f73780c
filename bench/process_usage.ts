/**
 * What the kernel says of a process: CPU time and resident memory, from /proc
 * of Linux.
 *
 * @module
 */

const TICKS_PER_SECOND = 100;
const CPU_FIELDS = { user: 11, system: 12 } as const;

/** CPU seconds in `/proc/PID/stat` (proc(5): utime and stime, all threads). */
export function parseCpuSeconds(stat: string): number {
  // The name in parentheses may hold spaces; fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[CPU_FIELDS.user]) +
    Number(fields[CPU_FIELDS.system]);
  if (!Number.isFinite(ticks)) throw new TypeError(`Not a stat line: ${stat}`);
  return ticks / TICKS_PER_SECOND;
}

/** Resident KiB in `/proc/PID/status` (proc(5): VmRSS). */
export function parseResidentKib(status: string): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  if (!found) throw new TypeError("Not a status file: no VmRSS");
  return Number(found[1]);
}

/** Peak of the resident KiB in `/proc/PID/status` (proc(5): VmHWM). */
export function parsePeakKib(status: string): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(status);
  if (!found) throw new TypeError("Not a status file: no VmHWM");
  return Number(found[1]);
}

/** CPU seconds of all cores in `/proc/stat` (proc(5)), without idle and waiting. */
export function parseMachineCpuSeconds(stat: string): number {
  const [name, ...fields] = (stat.split("\n")[0] ?? "").split(/\s+/);
  const [user, nice, system, _idle, _wait, irq, softirq, steal] = fields
    .map(Number);
  const busy = [user, nice, system, irq, softirq, steal];
  const ticks = busy.reduce<number>((sum, n) => sum + (n ?? NaN), 0);
  if (name !== "cpu" || !Number.isFinite(ticks)) {
    throw new TypeError("Not the stat file of the machine");
  }
  return ticks / TICKS_PER_SECOND;
}

/** CPU seconds that a process has used so far. */
export function readProcessCpuSeconds(pid: number): number {
  return parseCpuSeconds(Deno.readTextFileSync(`/proc/${pid}/stat`));
}

/** Resident memory of a process in KiB. */
export function readResidentKib(pid: number): number {
  return parseResidentKib(Deno.readTextFileSync(`/proc/${pid}/status`));
}

/** CPU seconds that everything on this machine has used so far. */
export function readMachineCpuSeconds(): number {
  return parseMachineCpuSeconds(Deno.readTextFileSync("/proc/stat"));
}
