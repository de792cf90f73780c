/**
 * A machine without a fault, of which a test breaks one thing.
 *
 * @module
 */
import {
  examine,
  type ReportedFinding,
} from "../../../../tools/doctor/doctor.ts";
import type { Machine } from "../../../../tools/doctor/machine.ts";

/** Clock of the machine. */
export const NOW_MS = 1_800_000_000_000;

/** Day in milliseconds. */
export const DAY_MS = 86_400_000;

const FILES: Readonly<Record<string, string>> = {
  "/proc/self/limits": "Max open files            65536   65536   files\n",
  "/proc/sys/net/core/rmem_default": "212992\n",
  "/proc/sys/net/core/rmem_max": "212992\n",
  "/proc/net/snmp":
    "Udp: InDatagrams NoPorts RcvbufErrors\nUdp: 1000000 1 1000\n",
};

/** What a test changes. */
export interface Fault {
  readonly env?: Readonly<Record<string, string>>;
  readonly machine?: Partial<Machine>;
  /** Content of files in place of the usual one. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly isRunning?: boolean;
}

/** A machine with a network address, enough files and a synchronized clock. */
export function createMachine(fault: Fault = {}): Machine {
  const { env = {}, files = {}, isRunning = false } = fault;
  return {
    nowMs: NOW_MS,
    env,
    readText: (path) => Promise.resolve({ ...FILES, ...files }[path] ?? null),
    stat: (path) =>
      Promise.resolve(
        path === "/run/systemd/timesync/synchronized"
          ? { isDirectory: false, mode: 0o644, modifiedAtMs: 0 }
          : null,
      ),
    list: () => Promise.resolve([]),
    tryWrite: () => Promise.resolve(null),
    interfaces: () => [
      { name: "lo", address: "127.0.0.1" },
      { name: "eth0", address: "203.0.113.5" },
    ],
    lookUp: () => Promise.resolve(["203.0.113.5"]),
    tryBind: () => Promise.resolve("free"),
    canConnect: () => Promise.resolve(true),
    ask: (path) =>
      Promise.resolve(
        isRunning && path === "/livez"
          ? { status: 200, body: "ok 0.7.0\n", dateMs: NOW_MS }
          : null,
      ),
    certificateOf: () =>
      Promise.resolve({
        notBeforeMs: NOW_MS - DAY_MS,
        notAfterMs: NOW_MS + 60 * DAY_MS,
        names: ["maru.test", "203.0.113.5"],
        isLocal: false,
      }),
    parseCertificate: () => null,
    testRelays: () =>
      Promise.resolve(
        (["udp", "tcp", "tls"] as const).map((transport) => ({
          transport,
          step: "works",
        })),
      ),
    pingRedis: () => Promise.resolve(null),
    ...fault.machine,
  };
}

/** Examines a machine with that fault. */
export function examineWith(
  fault: Fault = {},
): Promise<ReportedFinding[]> {
  return examine(fault.env ?? {}, () => createMachine(fault));
}

/** Codes of all findings but those that are fine. */
export async function faultsOf(fault: Fault): Promise<string[]> {
  const findings = await examineWith(fault);
  return findings.filter(({ level }) => level !== "ok").map(({ level, code }) =>
    `${level} ${code}`
  );
}

/** The fix of the only fault, for its line. */
export async function fixOf(fault: Fault): Promise<string> {
  const findings = await examineWith(fault);
  const [finding] = findings.filter(({ level }) => level !== "ok");
  return finding?.fix ?? "";
}
