/**
 * The clock. Without the internet nothing tells the right time, but much tells
 * a wrong one: files from the future, a certificate that is not valid yet, a
 * proxy with another time.
 *
 * @module
 */
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Difference that credentials and certificates bear. */
const MAX_DIFFERENCE_MS = 60_000;

/** Looks for what contradicts the clock of this machine. */
export async function checkClock(
  { machine, config, isRunning }: CheckContext,
): Promise<Finding[]> {
  const fix = "Set the clock and keep it set: `timedatectl set-ntp true`";
  for (const path of ["dist/client/files.json", config.dataDir]) {
    const modifiedAtMs = (await machine.stat(path))?.modifiedAtMs ?? 0;
    if (modifiedAtMs > machine.nowMs + MAX_DIFFERENCE_MS) {
      return [error(
        "clock-behind",
        `The clock of this machine is behind: ${path} was written at ${
          new Date(modifiedAtMs).toISOString()
        }`,
        fix,
      )];
    }
  }
  const dateMs = isRunning
    ? (await machine.ask("/livez"))?.dateMs ?? null
    : null;
  if (dateMs !== null && Math.abs(dateMs - machine.nowMs) > MAX_DIFFERENCE_MS) {
    return [error(
      "clock-differs",
      "The server and this program have different clocks",
      "Run the doctor on the machine and in the container of the server",
    )];
  }
  if (await machine.stat("/run/systemd/timesync/synchronized") !== null) {
    return [ok("clock-synchronized", "The clock is synchronized by systemd")];
  }
  const isManaged = await machine.stat("/run/chrony") !== null ||
    await machine.stat("/run/ntpd.pid") !== null;
  return [
    isManaged
      ? ok("clock-managed", "The clock is kept by chrony or ntpd")
      : machine.env.container !== undefined ||
          await machine.stat("/.dockerenv") !== null
      ? ok("clock-of-host", "The clock is that of the host of this container")
      : warning(
        "clock-unknown",
        "Nothing contradicts the clock, but no service that keeps it was found",
        fix,
      ),
  ];
}
