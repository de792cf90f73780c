/**
 * What the page at `/learn` shows beside its trace.
 *
 * @module
 */

/** One of the two peers. */
export interface DemoPeerState {
  readonly isOnline: boolean;
  readonly isChannelOpen: boolean;
  readonly signaling: string;
  readonly ice: string;
  readonly connection: string;
  /** Texts that arrived over the data channel, oldest first. */
  readonly texts: readonly string[];
}

/** A problem that the page explains. */
export type LearnProblem =
  | "no-server"
  | "no-relay"
  | "no-path"
  | "no-camera"
  | "bad-json"
  | "browser-refused";

/** A candidate of the gathering step. */
export interface GatheredCandidate {
  readonly line: string;
  /** Milliseconds after the start. */
  readonly atMs: number;
  /** Server that gave it, or empty. */
  readonly url: string;
}

/** Result of gathering with edited servers. */
export interface GatherState {
  readonly candidates: readonly GatheredCandidate[];
  readonly errors: readonly string[];
  readonly isDone: boolean;
}

/** State of the page. */
export interface LearnState {
  readonly a: DemoPeerState;
  readonly b: DemoPeerState;
  /** Name of what runs now; null when a button can be pressed. */
  readonly running: string | null;
  readonly problem: LearnProblem | null;
  /** Message of the browser for the problem; may be empty. */
  readonly detail: string;
  readonly isRelayOnly: boolean;
  readonly gathered: GatherState | null;
  /** JSON of the ICE servers that the server gave; empty before. */
  readonly iceServers: string;
  readonly ttlSeconds: number;
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  /** What the camera really delivers, as JSON. */
  readonly settings: string;
  /** Fingerprint in the SDP of B, and of the certificate that DTLS showed A. */
  readonly fingerprints: readonly [string, string] | null;
}

const IDLE_PEER: DemoPeerState = {
  isOnline: false,
  isChannelOpen: false,
  signaling: "stable",
  ice: "new",
  connection: "new",
  texts: [],
};

/** State at the start. */
export const INITIAL_LEARN_STATE: LearnState = {
  a: IDLE_PEER,
  b: IDLE_PEER,
  running: null,
  problem: null,
  detail: "",
  isRelayOnly: false,
  gathered: null,
  iceServers: "",
  ttlSeconds: 0,
  localStream: null,
  remoteStream: null,
  settings: "",
  fingerprints: null,
};
