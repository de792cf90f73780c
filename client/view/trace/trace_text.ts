/**
 * Words for the events of a connection.
 *
 * @module
 */
import type { SdpLineKind } from "../../engine/trace/sdp_lines.ts";
import type {
  TraceEvent,
  TraceStateName,
} from "../../engine/trace/trace_event.ts";
import { parseCandidate } from "../../engine/trace/candidate_line.ts";
import type { StringKey } from "../../strings/en.ts";
import type { TextFormatter } from "../context/i18n.ts";

/** Text that explains each kind of SDP line. */
export const SDP_KEYS: Readonly<Record<SdpLineKind, StringKey>> = {
  version: "sdpVersion",
  origin: "sdpOrigin",
  sessionName: "sdpSessionName",
  timing: "sdpTiming",
  connection: "sdpConnection",
  bundle: "sdpBundle",
  extmap: "sdpExtmap",
  media: "sdpMedia",
  mediaData: "sdpMediaData",
  rtcp: "sdpRtcp",
  candidate: "sdpCandidate",
  ufrag: "sdpUfrag",
  pwd: "sdpPwd",
  iceOptions: "sdpIceOptions",
  fingerprint: "sdpFingerprint",
  setup: "sdpSetup",
  mid: "sdpMid",
  direction: "sdpDirection",
  rtcpMux: "sdpRtcpMux",
  rtpmap: "sdpRtpmap",
  fmtp: "sdpFmtp",
  rtcpFb: "sdpRtcpFb",
  ssrc: "sdpSsrc",
  msid: "sdpMsid",
  sctp: "sdpSctp",
  maxMessage: "sdpMaxMessage",
  simulcast: "sdpSimulcast",
  endOfCandidates: "sdpEndOfCandidates",
  other: "sdpOther",
};

const STATE_KEYS: Readonly<Record<TraceStateName, StringKey>> = {
  signaling: "stateSignaling",
  gathering: "stateGathering",
  ice: "stateIce",
  dtls: "stateDtls",
  connection: "stateConnection",
  channel: "stateChannel",
  socket: "stateSocket",
};

const TYPE_KEYS: Readonly<Record<string, StringKey>> = {
  host: "typeHost",
  srflx: "typeSrflx",
  prflx: "typePrflx",
  relay: "typeRelay",
};

/** What a type of candidate means; empty for an unknown one. */
export function explainCandidateType(
  text: TextFormatter,
  type: string,
): string {
  const key = TYPE_KEYS[type];
  return key === undefined ? "" : text(key);
}

/** An event in one line. */
export function describeEvent(text: TextFormatter, event: TraceEvent): string {
  switch (event.kind) {
    case "message":
      return event.event;
    case "description":
      return text(
        event.side === "local" ? "traceSetLocal" : "traceSetRemote",
        { type: event.type },
      );
    case "candidate":
      return describeCandidate(text, event.line);
    case "candidate-error":
      return text("traceNoAnswer", { url: event.url, code: event.code });
    case "state":
      return `${text(STATE_KEYS[event.name])}: ${event.value}`;
    case "pair":
      return `${event.local.type} – ${event.remote.type}: ${event.state}` +
        (event.isSelected ? ` · ${text("traceSelected")}` : "");
    case "media":
      return text(
        event.what === "first-frame"
          ? "traceFirstFrame"
          : event.media === "audio"
          ? "traceFirstPacketAudio"
          : "traceFirstPacketVideo",
      );
  }
}

function describeCandidate(text: TextFormatter, line: string): string {
  const parts = parseCandidate(line);
  return parts
    ? `${parts.type} ${parts.protocol} ${parts.address}`
    : text("traceEnd");
}

/** Text of a kind of event. */
export const KIND_KEYS: Readonly<Record<TraceEvent["kind"], StringKey>> = {
  "message": "kindMessage",
  "description": "kindDescription",
  "candidate": "kindCandidate",
  "candidate-error": "kindCandidate",
  "state": "kindState",
  "pair": "kindPair",
  "media": "kindMedia",
};
