/**
 * Checks of the connection check and their results. The codes are stable,
 * since people quote them when they ask for help.
 *
 * @module
 */

/** All checks, in the order of the page. */
export const CHECKS = [
  "camera",
  "microphone",
  "speaker",
  "signaling",
  "stun",
  "udp",
  "tcp",
  "tls",
] as const;

/** Name of a check; the last three are the transports of the relay. */
export type CheckName = (typeof CHECKS)[number];

/** Transports to the relay. */
export const RELAY_TRANSPORTS = ["udp", "tcp", "tls"] as const;

/** Transport to the relay. */
export type RelayTransport = (typeof RELAY_TRANSPORTS)[number];

/** Code of a finished check. */
export type CheckCode =
  /** Works. */
  | "ok"
  /** Access to the device was refused. */
  | "refused"
  /** Access to the device was refused by the operating system. */
  | "refused-by-system"
  /** The device is not connected. */
  | "missing"
  /** The device does not start. */
  | "busy"
  /** The page is not served over https, which devices require. */
  | "insecure"
  /** The browser gives pages no devices. */
  | "unsupported"
  /** The microphone is silent. */
  | "silent"
  /** The browser blocks playback. */
  | "blocked"
  /** The person did not hear the tone. */
  | "unheard"
  /** The server of the page does not answer over http either. */
  | "unreachable"
  /** The certificate of the server is not trusted here, though the page was loaded. */
  | "certificate"
  /** The server answers over http but not over a WebSocket. */
  | "no-socket"
  /** The server says that it, or its reverse proxy, is set up wrongly. */
  | "misconfigured"
  /** The server rejected the request. */
  | "rejected"
  /** No answer in time. */
  | "no-answer"
  /** Both ends reached the relay, but could not connect to each other. */
  | "no-path"
  /** The server does not offer it. */
  | "not-offered"
  /** The browser has no WebRTC. */
  | "no-webrtc";

/** Measurements of a check. */
export interface CheckMeasurements {
  /** Round trip in milliseconds. */
  readonly roundTripMs?: number;
  /** Throughput in millions of bits a second. */
  readonly mbitPerSecond?: number;
  /** Size of the camera's video in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Error code of signaling, or of TURN (RFC 8656 §19). */
  readonly refusal?: string;
  /** Sentence of the server for `misconfigured`. */
  readonly message?: string;
  /** Port of the relay that was reached. */
  readonly port?: string;
}

/** State of one check. */
export type CheckResult =
  | { readonly state: "waiting" | "running" }
  | {
    readonly state: "done";
    readonly code: CheckCode;
    readonly figures: CheckMeasurements;
  };

/** All results by name. */
export type CheckResults = Readonly<Record<CheckName, CheckResult>>;

/** A finished check. */
export function makeResult(
  code: CheckCode,
  figures: CheckMeasurements = {},
): CheckResult {
  return { state: "done", code, figures };
}

/** Code of a check, or null before it is finished. */
export function getResultCode(result: CheckResult): CheckCode | null {
  return result.state === "done" ? result.code : null;
}

/** Results before the start. */
export const INITIAL_RESULTS: CheckResults = {
  camera: { state: "waiting" },
  microphone: { state: "waiting" },
  speaker: { state: "waiting" },
  signaling: { state: "waiting" },
  stun: { state: "waiting" },
  udp: { state: "waiting" },
  tcp: { state: "waiting" },
  tls: { state: "waiting" },
};
