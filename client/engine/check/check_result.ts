/**
 * What the connection check looks at and what it can find: the codes are
 * stable, since people send them to whom they ask for help.
 *
 * @module
 */

/** The checks, in the order in which they are shown. */
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

/** One of the checks; the last three are the ways to the relay. */
export type CheckName = (typeof CHECKS)[number];

/** The ways to the relay. */
export const RELAY_TRANSPORTS = ["udp", "tcp", "tls"] as const;

/** One of the ways to the relay. */
export type RelayTransport = (typeof RELAY_TRANSPORTS)[number];

/** What a check found. */
export type CheckCode =
  /** It works. */
  | "ok"
  /** The browser may not use the device. */
  | "refused"
  /** There is no such device. */
  | "missing"
  /** The device does not start. */
  | "busy"
  /** Devices need a page that came over https. */
  | "insecure"
  /** The microphone gave no sound. */
  | "silent"
  /** The browser does not let the page play. */
  | "blocked"
  /** The person heard nothing. */
  | "unheard"
  /** Not even the page's own server answers over http. */
  | "unreachable"
  /** The server's own certificate is not trusted for this, though the page is shown. */
  | "certificate"
  /** The server answers over http and not over a WebSocket. */
  | "no-socket"
  /** The server answered and said no. */
  | "rejected"
  /** No answer in time. */
  | "no-answer"
  /** Both ends reached the relay, and nothing passed between them. */
  | "no-path"
  /** The server offers no such thing. */
  | "not-offered"
  /** This browser has no peer connections. */
  | "no-webrtc";

/** What a check measured. */
export interface CheckMeasurements {
  /** Milliseconds there and back. */
  readonly roundTripMs?: number;
  /** Millions of bits a second. */
  readonly mbitPerSecond?: number;
  /** Size of the camera's picture in pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Code of the server's refusal: of signaling, or of TURN (RFC 8656 §19). */
  readonly refusal?: string;
  /** Port of the relay that was reached. */
  readonly port?: string;
}

/** What is known of one check. */
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

/** What was found, or null before that. */
export function getResultCode(result: CheckResult): CheckCode | null {
  return result.state === "done" ? result.code : null;
}

/** Nothing was looked at yet. */
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
