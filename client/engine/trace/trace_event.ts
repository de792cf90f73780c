/**
 * Events of a connection, in the order in which the browser reported them.
 *
 * @module
 */

/** State machines of a connection (W3C webrtc-pc §4.3, §5.5, §6.2). */
export type TraceStateName =
  | "signaling"
  | "gathering"
  | "ice"
  | "dtls"
  | "connection"
  | "channel"
  | "socket";

/** Which end an item comes from. */
export type TraceSide = "local" | "remote";

/** A message of `/socket`. */
export interface TraceMessage {
  readonly kind: "message";
  readonly direction: "in" | "out";
  readonly event: string;
  /** Id of the other member; null for all, or for the server. */
  readonly peer: string | null;
  /** Length of the whole text in UTF-16 code units. */
  readonly length: number;
  /** Start of the text. */
  readonly text: string;
}

/** A description that was set. */
export interface TraceDescription {
  readonly kind: "description";
  readonly side: TraceSide;
  readonly type: string;
  readonly sdp: string;
}

/** A candidate, as its SDP line; empty at the end of candidates. */
export interface TraceCandidate {
  readonly kind: "candidate";
  readonly side: TraceSide;
  readonly line: string;
}

/** A server that did not answer while candidates were gathered. */
export interface TraceCandidateError {
  readonly kind: "candidate-error";
  readonly url: string;
  readonly code: number;
}

/** A state that changed. */
export interface TraceState {
  readonly kind: "state";
  readonly name: TraceStateName;
  readonly value: string;
}

/** A candidate pair that was tried (RFC 8445 §6.1.2). */
export interface TracePair {
  readonly kind: "pair";
  /** Id of the browser, since several may have the same ends. */
  readonly pairId: string;
  readonly local: PairEnd;
  readonly remote: PairEnd;
  readonly state: string;
  /** True for the pair that media takes. */
  readonly isSelected: boolean;
  /** Round trip of the last check; null before one was answered. */
  readonly roundTripMs: number | null;
}

/** One end of a pair. */
export interface PairEnd {
  /** Type of the candidate, such as `host`. */
  readonly type: string;
  readonly protocol: string;
  /** Address and port; empty where the browser hides them. */
  readonly address: string;
}

/** Media that arrived for the first time. */
export interface TraceMedia {
  readonly kind: "media";
  readonly media: "audio" | "video";
  readonly what: "first-packet" | "first-frame";
}

/** What happened, without time and connection. */
export type TraceItem =
  | TraceMessage
  | TraceDescription
  | TraceCandidate
  | TraceCandidateError
  | TraceState
  | TracePair
  | TraceMedia;

/** One event. */
export type TraceEvent = TraceItem & {
  /** Unique number, in order. */
  readonly id: number;
  /** Time since the start of the trace. */
  readonly atMs: number;
  /** Name of the connection in the trace; empty for the socket of all. */
  readonly connection: string;
};
