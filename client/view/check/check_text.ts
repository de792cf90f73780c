/**
 * Texts of the connection check. The tables are typed so that a new code
 * without a text does not compile.
 *
 * @module
 */
import type {
  CheckCode,
  CheckName,
  CheckResult,
} from "../../engine/check/check_result.ts";
import type { CauseCode } from "../../engine/check/check_diagnosis.ts";
import type { StringKey } from "../../strings/en.ts";
import type { TextFormatter } from "../context/i18n.ts";
import { roundForDisplay } from "../ui/round_number.ts";

/** Name of each check, and a hint where the name alone is not clear. */
export const CHECK_NAME_KEYS = {
  camera: ["camera", null],
  microphone: ["microphone", null],
  speaker: ["speaker", null],
  signaling: ["signaling", "signalingHint"],
  stun: [null, "stunHint"],
  udp: ["relayUdp", "relayUdpHint"],
  tcp: ["relayTcp", "relayTcpHint"],
  tls: ["relayTls", "relayTlsHint"],
} as const satisfies Record<
  CheckName,
  readonly [StringKey | null, StringKey | null]
>;

const FINDING_KEYS = {
  "ok": "findingOk",
  "refused": "findingRefused",
  "refused-by-system": "findingRefused",
  "missing": "findingMissing",
  "busy": "findingBusy",
  "insecure": "findingInsecure",
  "unsupported": "findingNoWebrtc",
  "silent": "findingSilent",
  "blocked": "findingBlocked",
  "unheard": "findingUnheard",
  "unreachable": "findingUnreachable",
  "certificate": "findingCertificate",
  "no-socket": "findingNoSocket",
  "misconfigured": "findingMisconfigured",
  "rejected": "findingRejected",
  "no-answer": "findingNoAnswer",
  "no-path": "findingNoPath",
  "not-offered": "findingNotOffered",
  "no-webrtc": "findingNoWebrtc",
} as const satisfies Record<CheckCode, StringKey>;

/** Title and remedy of each cause; the remedy is null where the server tells it. */
export const CHECK_CAUSE_KEYS = {
  "server-unreachable": ["causeServerUnreachable", "causeServerUnreachableDo"],
  "socket-certificate": ["causeSocketCertificate", "causeSocketCertificateDo"],
  "socket-blocked": ["causeSocketBlocked", "causeSocketBlockedDo"],
  "socket-silent": ["causeSocketSilent", "causeSocketSilentDo"],
  "server-misconfigured": ["causeServerMisconfigured", null],
  "socket-rejected": ["causeSocketRejected", "causeSocketRejectedDo"],
  "no-webrtc": ["causeNoWebrtc", "causeNoWebrtcDo"],
  "no-relay": ["causeNoRelay", "causeNoRelayDo"],
  "relay-unreachable": ["causeRelayUnreachable", "causeRelayUnreachableDo"],
  "relay-rejected": ["causeRelayRejected", "causeRelayRejectedDo"],
  "relay-no-path": ["causeRelayNoPath", "causeRelayNoPathDo"],
  "udp-blocked": ["causeUdpBlocked", "causeUdpBlockedDo"],
  "relay-udp-blocked": ["causeRelayUdpBlocked", "causeRelayUdpBlockedDo"],
  "stun-silent": ["causeStunSilent", "causeStunSilentDo"],
  "relay-tcp-blocked": ["causeRelayTcpBlocked", "causeRelayTcpBlockedDo"],
  "relay-tls-blocked": ["causeRelayTlsBlocked", "causeRelayTlsBlockedDo"],
  "relay-certificate": ["causeRelayCertificate", "causeRelayCertificateDo"],
  "relay-slow": ["causeRelaySlow", "causeRelaySlowDo"],
  "microphone-refused": ["microphone", "microphoneRefused"],
  "microphone-refused-by-system": ["microphone", "refusedBySystem"],
  "microphone-missing": ["microphone", "microphoneMissing"],
  "microphone-busy": ["microphone", "microphoneBusy"],
  "microphone-insecure": ["microphone", "microphoneInsecure"],
  "microphone-unsupported": ["microphone", "obstacleNoDevices"],
  "microphone-silent": ["causeMicrophoneSilent", "causeMicrophoneSilentDo"],
  "camera-refused": ["camera", "cameraRefused"],
  "camera-refused-by-system": ["camera", "refusedBySystem"],
  "camera-missing": ["camera", "cameraMissing"],
  "camera-busy": ["camera", "cameraBusy"],
  "camera-insecure": ["camera", "cameraInsecure"],
  "camera-unsupported": ["camera", "obstacleNoDevices"],
  "speaker-blocked": ["causeSpeakerBlocked", "causeSpeakerBlockedDo"],
  "speaker-unheard": ["causeSpeakerUnheard", "causeSpeakerUnheardDo"],
} as const satisfies Record<CauseCode, readonly [StringKey, StringKey | null]>;

/** Displayed name of a check. */
export function formatCheckName(name: CheckName, text: TextFormatter): string {
  const [key] = CHECK_NAME_KEYS[name];
  return key === null ? "STUN" : text(key);
}

/** Short text of a result. */
export function formatCheckResult(
  name: CheckName,
  result: CheckResult,
  text: TextFormatter,
): string {
  if (result.state === "done") return text(FINDING_KEYS[result.code]);
  if (result.state === "waiting") return text("findingWaiting");
  const isDevice = name === "camera" || name === "microphone";
  return text(isDevice ? "findingPermission" : "findingRunning");
}

/** Displayed measurements of a result. */
export function formatMeasurements(
  result: CheckResult,
  text: TextFormatter,
): readonly string[] {
  if (result.state !== "done") return [];
  const { roundTripMs, mbitPerSecond, width, height, refusal, port } =
    result.figures;
  const measurements: (string | undefined)[] = [
    width && height ? text("pictureSize", { w: width, h: height }) : undefined,
    roundTripMs === undefined
      ? undefined
      : text("roundTrip", { n: roundForDisplay(roundTripMs) }),
    mbitPerSecond === undefined
      ? undefined
      : text("throughput", { n: roundForDisplay(mbitPerSecond) }),
    port === undefined ? undefined : text("relayPort", { n: port }),
    refusal,
  ];
  return measurements.filter((measurement) => measurement !== undefined);
}
