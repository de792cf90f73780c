/**
 * Limits of the system: open files, and the buffers of UDP sockets.
 *
 * @module
 */
import { deriveFrontLimits } from "../../server/component_limits.ts";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Files that the process needs beside its sockets. */
const OTHER_FILES = 100;
/** Default of Linux; with less, a burst of a few calls overflows. */
const MIN_BUFFER_BYTES = 212_992;
/** Share of all packets that may overflow: more is heard. */
const MAX_OVERFLOW_SHARE = 0.001;

/** Checks how many files the process may open. */
export async function checkFileLimit(
  { machine, config }: CheckContext,
): Promise<Finding[]> {
  const text = await machine.readText("/proc/self/limits");
  const match = /^Max open files\s+(\d+|unlimited)/m.exec(text ?? "");
  if (match === null) {
    return [
      ok("files-unknown", "This system does not tell its limit of open files"),
    ];
  }
  const limit = match[1] === "unlimited" ? Infinity : Number(match[1]);
  const connections = deriveFrontLimits(config.limits).maxConnections;
  const { limits, isServerEnabled } = config.ice;
  // Each connection of the page may use a second one to the HTTP server.
  const usual = connections + OTHER_FILES;
  const full = 2 * connections + OTHER_FILES +
    (isServerEnabled ? limits.maxAllocations : 0);
  const fix =
    `Set \`LimitNOFILE=${full}\` in the systemd unit, \`ulimits: nofile: ${full}\` in the compose file, or \`ulimit -n ${full}\` before the start`;
  const sentence =
    `The process may open ${limit} files; all that the settings allow needs ${full}`;
  if (limit >= full) return [ok("files-enough", sentence)];
  return [
    limit >= usual
      ? warning("files-few", sentence, fix)
      : error("files-too-few", sentence, fix),
  ];
}

/** Checks the UDP buffers, and whether packets were lost for them. */
export async function checkUdpBuffers(
  { machine, config }: CheckContext,
): Promise<Finding[]> {
  if (!config.ice.isServerEnabled) return [];
  const names = ["rmem_default", "rmem_max"] as const;
  const small: string[] = [];
  for (const name of names) {
    const text = await machine.readText(`/proc/sys/net/core/${name}`);
    if (text !== null && Number(text) < MIN_BUFFER_BYTES) small.push(name);
  }
  const overflows = readOverflows(await machine.readText("/proc/net/snmp"));
  const fix = names.map((name) => `net.core.${name}=2097152`).join(" ");
  if (small.length > 0) {
    return [warning(
      "udp-buffers-small",
      `UDP buffers are smaller than usual: ${small.join(", ")}`,
      `\`sysctl -w ${fix}\`, and the same in /etc/sysctl.d/maru.conf`,
    )];
  }
  if (
    overflows !== null &&
    overflows.dropped > overflows.received * MAX_OVERFLOW_SHARE
  ) {
    return [warning(
      "udp-buffers-overflow",
      `${overflows.dropped} of ${overflows.received} UDP packets were dropped since this machine started: their socket was full`,
      `\`sysctl -w ${fix}\`, and the same in /etc/sysctl.d/maru.conf; if the number still grows, this machine is too slow for its calls`,
    )];
  }
  return [ok("udp-buffers", "UDP buffers are as large as usual, and suffice")];
}

/** UDP packets that arrived, and that found a full socket. */
function readOverflows(
  snmp: string | null,
): { readonly received: number; readonly dropped: number } | null {
  const [names, values] = (snmp ?? "").split("\n").filter((line) =>
    line.startsWith("Udp:")
  ).map((line) => line.split(/\s+/));
  if (names === undefined || values === undefined) return null;
  const valueOf = (name: string) => Number(values[names.indexOf(name)] ?? 0);
  return {
    received: valueOf("InDatagrams"),
    dropped: valueOf("RcvbufErrors"),
  };
}
