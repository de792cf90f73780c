/**
 * Judges the results of a connection check together: a relay that fails over
 * UDP alone means something else than one that fails in every way.
 *
 * @module
 */
import {
  type CheckCode,
  type CheckName,
  type CheckResults,
  getResultCode,
  RELAY_TRANSPORTS,
  type RelayTransport,
} from "./check_result.ts";

/** What stands in the way of a call; stable, like the codes of the findings. */
export type CauseCode =
  | "server-unreachable"
  | "socket-certificate"
  | "socket-blocked"
  | "socket-silent"
  | "socket-rejected"
  | "no-webrtc"
  | "no-relay"
  | "relay-unreachable"
  | "relay-rejected"
  | "relay-no-path"
  | "udp-blocked"
  | "relay-udp-blocked"
  | "stun-silent"
  | "relay-tcp-blocked"
  | "relay-tls-blocked"
  | "relay-certificate"
  | "relay-slow"
  | "microphone-refused"
  | "microphone-missing"
  | "microphone-busy"
  | "microphone-insecure"
  | "microphone-silent"
  | "camera-refused"
  | "camera-missing"
  | "camera-busy"
  | "camera-insecure"
  | "speaker-blocked"
  | "speaker-unheard";

/** Calls work, work with less than all, or do not work. */
export type CheckVerdictLevel = "good" | "limited" | "bad";

/** The judgement, with what to mend first in front. */
export interface CheckVerdict {
  readonly level: CheckVerdictLevel;
  readonly causes: readonly CauseCode[];
}

/** Below this the best way to the relay carries no video worth the name. */
export const SLOW_MBIT_PER_SECOND = 1;

const FATAL_CAUSES: ReadonlySet<CauseCode> = new Set([
  "server-unreachable",
  "socket-certificate",
  "socket-blocked",
  "socket-silent",
  "socket-rejected",
  "no-webrtc",
]);

const SIGNALING_CAUSES: Partial<Record<CheckCode, CauseCode>> = {
  "unreachable": "server-unreachable",
  "certificate": "socket-certificate",
  "no-socket": "socket-blocked",
  "no-answer": "socket-silent",
  "rejected": "socket-rejected",
};

const DEVICE_CAUSES: Readonly<
  Record<
    "microphone" | "camera" | "speaker",
    Partial<Record<CheckCode, CauseCode>>
  >
> = {
  microphone: {
    refused: "microphone-refused",
    missing: "microphone-missing",
    busy: "microphone-busy",
    insecure: "microphone-insecure",
    silent: "microphone-silent",
  },
  camera: {
    refused: "camera-refused",
    missing: "camera-missing",
    busy: "camera-busy",
    insecure: "camera-insecure",
  },
  speaker: { blocked: "speaker-blocked", unheard: "speaker-unheard" },
};

/** The verdict on what is known so far; what is not done counts as no trouble. */
export function judgeResults(results: CheckResults): CheckVerdict {
  const found = (name: CheckName) => getResultCode(results[name]);
  const causes: CauseCode[] = [];
  const add = (cause: CauseCode | undefined) => {
    if (cause !== undefined) causes.push(cause);
  };
  add(SIGNALING_CAUSES[found("signaling") ?? "ok"]);
  causes.push(...findRelayCauses(found, bestMbitPerSecond(results)));
  for (const device of ["microphone", "camera", "speaker"] as const) {
    add(DEVICE_CAUSES[device][found(device) ?? "ok"]);
  }
  const isBad = causes.some((cause) => FATAL_CAUSES.has(cause));
  return {
    level: isBad ? "bad" : causes.length > 0 ? "limited" : "good",
    causes,
  };
}

type CodeLookup = (name: CheckName) => CheckCode | null;

function findRelayCauses(found: CodeLookup, mbit: number | null): CauseCode[] {
  const codes = RELAY_TRANSPORTS.map(found);
  if (codes.includes("no-webrtc")) return ["no-webrtc"];
  if (codes.includes(null) || codes.includes("unreachable")) return [];
  const isStunSilent = found("stun") === "no-answer";
  if (codes.every((code) => code === "not-offered")) {
    return isStunSilent ? ["udp-blocked", "no-relay"] : ["no-relay"];
  }
  if (!codes.includes("ok")) {
    const cause = codes.includes("rejected")
      ? "relay-rejected"
      : codes.includes("no-path")
      ? "relay-no-path"
      : "relay-unreachable";
    return [cause];
  }
  const causes = findUdpCauses(found, isStunSilent);
  if (isFailed(found("tcp"))) causes.push("relay-tcp-blocked");
  if (found("tls") === "certificate") causes.push("relay-certificate");
  else if (isFailed(found("tls"))) causes.push("relay-tls-blocked");
  if (mbit !== null && mbit < SLOW_MBIT_PER_SECOND) causes.push("relay-slow");
  return causes;
}

function findUdpCauses(found: CodeLookup, isStunSilent: boolean): CauseCode[] {
  const udp = found("udp");
  if (!isFailed(udp)) {
    if (!isStunSilent) return [];
    return [udp === "ok" ? "stun-silent" : "udp-blocked"];
  }
  return [found("stun") === "ok" ? "relay-udp-blocked" : "udp-blocked"];
}

function isFailed(code: CheckCode | null): boolean {
  return code !== null && code !== "ok" && code !== "not-offered";
}

/** The best throughput to the relay, or null when none was measured. */
function bestMbitPerSecond(results: CheckResults): number | null {
  const rates = RELAY_TRANSPORTS.map((name: RelayTransport) => {
    const result = results[name];
    return result.state === "done" ? result.figures.mbitPerSecond : undefined;
  }).filter((rate) => rate !== undefined);
  return rates.length > 0 ? Math.max(...rates) : null;
}
