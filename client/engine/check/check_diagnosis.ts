/**
 * Diagnosis from all results of a connection check: a relay that fails over
 * UDP only has another cause than one that fails over every transport.
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

/** Cause of a problem with calls; stable, like the codes of the results. */
export type CauseCode =
  | "server-unreachable"
  | "socket-certificate"
  | "socket-blocked"
  | "socket-silent"
  | "server-misconfigured"
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
  | "microphone-refused-by-system"
  | "microphone-missing"
  | "microphone-busy"
  | "microphone-insecure"
  | "microphone-unsupported"
  | "microphone-silent"
  | "camera-refused"
  | "camera-refused-by-system"
  | "camera-missing"
  | "camera-busy"
  | "camera-insecure"
  | "camera-unsupported"
  | "speaker-blocked"
  | "speaker-unheard";

/** Calls work, work with limits, or do not work. */
export type CheckVerdictLevel = "good" | "limited" | "bad";

/** Verdict with its causes, most important first. */
export interface CheckVerdict {
  readonly level: CheckVerdictLevel;
  readonly causes: readonly CauseCode[];
}

/** Relay throughput below which video is not usable. */
export const SLOW_MBIT_PER_SECOND = 1;

const FATAL_CAUSES: ReadonlySet<CauseCode> = new Set([
  "server-unreachable",
  "socket-certificate",
  "socket-blocked",
  "socket-silent",
  "server-misconfigured",
  "socket-rejected",
  "no-webrtc",
]);

const SIGNALING_CAUSES: Partial<Record<CheckCode, CauseCode>> = {
  "unreachable": "server-unreachable",
  "certificate": "socket-certificate",
  "no-socket": "socket-blocked",
  "no-answer": "socket-silent",
  "misconfigured": "server-misconfigured",
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
    "refused-by-system": "microphone-refused-by-system",
    missing: "microphone-missing",
    busy: "microphone-busy",
    insecure: "microphone-insecure",
    unsupported: "microphone-unsupported",
    silent: "microphone-silent",
  },
  camera: {
    refused: "camera-refused",
    "refused-by-system": "camera-refused-by-system",
    missing: "camera-missing",
    busy: "camera-busy",
    insecure: "camera-insecure",
    unsupported: "camera-unsupported",
  },
  speaker: { blocked: "speaker-blocked", unheard: "speaker-unheard" },
};

/** Verdict on the results so far; unfinished checks have no cause. */
export function judgeResults(results: CheckResults): CheckVerdict {
  const codeOf = (name: CheckName) => getResultCode(results[name]);
  const causes: CauseCode[] = [];
  const add = (cause: CauseCode | undefined) => {
    if (cause !== undefined) causes.push(cause);
  };
  add(SIGNALING_CAUSES[codeOf("signaling") ?? "ok"]);
  causes.push(...findRelayCauses(codeOf, bestMbitPerSecond(results)));
  for (const device of ["microphone", "camera", "speaker"] as const) {
    add(DEVICE_CAUSES[device][codeOf(device) ?? "ok"]);
  }
  const isBad = causes.some((cause) => FATAL_CAUSES.has(cause));
  return {
    level: isBad ? "bad" : causes.length > 0 ? "limited" : "good",
    causes,
  };
}

/** Devices of which nothing is known until the person acts. */
export type UncheckedDevice = "microphone" | "speaker";

/**
 * Devices that are not checked yet: an open microphone that has picked up no
 * sound, a speaker on which no sound was confirmed.
 */
export function findUncheckedDevices(
  results: CheckResults,
  isMicrophoneHeard: boolean,
): readonly UncheckedDevice[] {
  const isUnheard = getResultCode(results.microphone) === "ok" &&
    !isMicrophoneHeard;
  return [
    ...(isUnheard ? ["microphone" as const] : []),
    ...(getResultCode(results.speaker) === null ? ["speaker" as const] : []),
  ];
}

type CodeLookup = (name: CheckName) => CheckCode | null;

function findRelayCauses(codeOf: CodeLookup, mbit: number | null): CauseCode[] {
  const codes = RELAY_TRANSPORTS.map(codeOf);
  if (codes.includes("no-webrtc")) return ["no-webrtc"];
  if (codes.includes(null) || codes.includes("unreachable")) return [];
  const isStunSilent = codeOf("stun") === "no-answer";
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
  const causes = findUdpCauses(codeOf, isStunSilent);
  if (isFailed(codeOf("tcp"))) causes.push("relay-tcp-blocked");
  if (codeOf("tls") === "certificate") causes.push("relay-certificate");
  else if (isFailed(codeOf("tls"))) causes.push("relay-tls-blocked");
  if (mbit !== null && mbit < SLOW_MBIT_PER_SECOND) causes.push("relay-slow");
  return causes;
}

function findUdpCauses(codeOf: CodeLookup, isStunSilent: boolean): CauseCode[] {
  const udp = codeOf("udp");
  if (!isFailed(udp)) {
    if (!isStunSilent) return [];
    return [udp === "ok" ? "stun-silent" : "udp-blocked"];
  }
  return [codeOf("stun") === "ok" ? "relay-udp-blocked" : "udp-blocked"];
}

function isFailed(code: CheckCode | null): boolean {
  return code !== null && code !== "ok" && code !== "not-offered";
}

/** Best throughput to the relay, or null when none was measured. */
function bestMbitPerSecond(results: CheckResults): number | null {
  const rates = RELAY_TRANSPORTS.map((name: RelayTransport) => {
    const result = results[name];
    return result.state === "done" ? result.figures.mbitPerSecond : undefined;
  }).filter((rate) => rate !== undefined);
  return rates.length > 0 ? Math.max(...rates) : null;
}
