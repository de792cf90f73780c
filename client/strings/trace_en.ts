/**
 * English texts of the views of a connection, in a call and at `/learn`.
 *
 * @module
 */
import type { PluralForms } from "./plural_forms.ts";

/** Texts by key. */
export const traceEn = {
  trace: "Under the hood",
  traceLead:
    "What your browser and the others said to each other to build this call, in the order it happened.",
  traceEmpty: "Nothing has happened yet.",
  traceMessages: "Messages",
  traceSdp: "Offer and answer",
  traceCandidates: "Candidates",
  tracePairs: "Pairs",
  traceStates: "States",
  traceFilter: "Show",
  traceAll: "Everything",
  traceEveryone: "All connections",
  traceConnection: "Connection",
  traceRemoved: {
    one: "{n} event was left out to save memory.",
    other: "{n} events were left out to save memory.",
  },
  traceSave: "Save for a bug report",
  traceSaveHint:
    "Without names, messages, passwords, tokens and keys. Addresses become labels unless you keep them.",
  traceKeepAddresses: "Keep IP addresses",
  traceSaved: "Saved.",
  traceMs: "{n} ms",
  traceIn: "received",
  traceOut: "sent",
  traceLocal: "own",
  traceRemote: "the other's",
  traceSelected: "in use",
  traceEnd: "no more candidates",
  traceColSide: "Whose",
  traceColType: "Type",
  traceColAddress: "Address",
  traceColTime: "Time",
  traceColState: "Result",
  traceColRoundTrip: "Round trip",
  traceSetLocal: "own {type}",
  traceSetRemote: "the other's {type}",
  traceFirstPacketAudio: "first sound packet",
  traceFirstPacketVideo: "first video packet",
  traceFirstFrame: "first picture decoded",
  traceNoAnswer: "{url}: error {code}",
  kindMessage: "message",
  kindDescription: "description set",
  kindCandidate: "candidate",
  kindPair: "pair",
  kindState: "state",
  kindMedia: "media",
  stateSignaling: "signaling",
  stateGathering: "gathering candidates",
  stateIce: "ICE",
  stateDtls: "DTLS",
  stateConnection: "connection",
  stateChannel: "data channel",
  stateSocket: "WebSocket",
  typeHost: "an address of the device itself",
  typeSrflx: "the address that the STUN server sees",
  typePrflx: "an address that a check revealed",
  typeRelay: "an address at the TURN relay",
  sdpSession: "For all media",
  sdpPart: "Part: {name}",
  sdpVersion: "The version of this format. It's always 0.",
  sdpOrigin:
    "A number for this session and a counter that rises with each change. The address is a placeholder.",
  sdpSessionName: "A session name, which nobody uses: a dash.",
  sdpTiming: "Start and end time. 0 0 means: now, without end.",
  sdpConnection:
    "A placeholder from before ICE. The real addresses are in the candidates.",
  sdpBundle:
    "All these parts share one path, so it's found and encrypted only once.",
  sdpExtmap:
    "A number for extra data in each packet, such as its time or its audio level.",
  sdpMedia:
    "One kind of media, followed by the numbers of the formats, the favorite first. Port 9 is a placeholder.",
  sdpMediaData:
    "A data channel: text and files, over SCTP inside the DTLS encryption.",
  sdpRtcp: "How the reports about lost packets (RTCP) are sent.",
  sdpCandidate: "An address where this side may be reached. ICE tries it.",
  sdpUfrag:
    "A short user name for the path checks, so a packet finds its connection.",
  sdpPwd:
    "A password for the path checks. Only those who got this text know it.",
  sdpIceOptions:
    "“trickle”: candidates come later, one by one, so nobody waits for the last.",
  sdpFingerprint:
    "A hash of this side's certificate. If the encryption shows another certificate, someone is in between, and the browser refuses to connect.",
  sdpSetup:
    "Who starts the encryption: the active side. The passive one waits; actpass can do either.",
  sdpMid: "The name of this part, so later changes can refer to it.",
  sdpDirection: "Whether this side sends, receives, both, or neither.",
  sdpRtcpMux: "Media and its reports (RTCP) share one port.",
  sdpRtpmap: "A format by its number: the codec and its clock rate.",
  sdpFmtp: "Settings of the format with this number.",
  sdpRtcpFb: "Which feedback is understood, such as “send a full picture”.",
  sdpSsrc: "The number that marks the packets of one source.",
  sdpMsid: "Which stream and track of the page this belongs to.",
  sdpSctp: "The port of the data channel inside the encryption.",
  sdpMaxMessage: "The largest message of a data channel, in bytes.",
  sdpSimulcast: "Several sizes of one picture.",
  sdpEndOfCandidates: "No more candidates follow.",
  sdpOther: "A further setting.",
} as const satisfies Readonly<Record<string, string | PluralForms>>;

/** Key of a text of these views. */
export type TraceStringKey = keyof typeof traceEn;

/** Texts of these views in a language. */
export type TraceStrings = {
  readonly [Key in TraceStringKey]: (typeof traceEn)[Key] extends string
    ? string
    : PluralForms;
};
