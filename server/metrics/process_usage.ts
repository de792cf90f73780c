/**
 * What the process uses of the machine. Open file descriptors are known only
 * where the process may read `/proc`, which needs all permissions.
 *
 * @module
 */
import process from "node:process";

/** Usage of one moment. */
export interface ProcessUsage {
  /** CPU time in user mode since the start. */
  readonly userCpuSeconds: number;
  /** CPU time in the kernel since the start. */
  readonly systemCpuSeconds: number;
  /** Memory of the process in RAM. */
  readonly residentBytes: number;
  /** Memory of the JavaScript heap that is in use. */
  readonly heapBytes: number;
  /** Null where it cannot be read. */
  readonly openDescriptors: number | null;
}

/** Reads the present usage. */
export function readProcessUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = Deno.memoryUsage();
  return {
    userCpuSeconds: user / 1e6,
    systemCpuSeconds: system / 1e6,
    residentBytes: rss,
    heapBytes: heapUsed,
    openDescriptors: countDescriptors(),
  };
}

const DESCRIPTORS = "/proc/self/fd";

function countDescriptors(): number | null {
  // Asked first, since a terminal would be asked for a missing permission.
  const { state } = Deno.permissions.querySync({
    name: "read",
    path: DESCRIPTORS,
  });
  if (state !== "granted") return null;
  try {
    return [...Deno.readDirSync(DESCRIPTORS)].length;
  } catch {
    return null;
  }
}
