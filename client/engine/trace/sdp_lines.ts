/**
 * Says of each line of a session description what it is for (RFC 8866, and the
 * RFCs of its attributes).
 *
 * @module
 */

/** What a line is for; a text of the views explains each. */
export type SdpLineKind = (typeof LINE_KINDS)[number] | "other";

/** Kinds of lines, without those that no explanation is for. */
export const LINE_KINDS = [
  "version",
  "origin",
  "sessionName",
  "timing",
  "connection",
  "bundle",
  "extmap",
  "media",
  "mediaData",
  "rtcp",
  "candidate",
  "ufrag",
  "pwd",
  "iceOptions",
  "fingerprint",
  "setup",
  "mid",
  "direction",
  "rtcpMux",
  "rtpmap",
  "fmtp",
  "rtcpFb",
  "ssrc",
  "msid",
  "sctp",
  "maxMessage",
  "simulcast",
  "endOfCandidates",
] as const;

/** One line. */
export interface SdpLine {
  readonly text: string;
  readonly kind: SdpLineKind;
}

/** A part of a description: the session, or one media line with its lines. */
export interface SdpSection {
  /** `session`, or the kind of media: `audio`, `video`, `application`. */
  readonly name: string;
  readonly lines: readonly SdpLine[];
}

const FIELDS: Readonly<Record<string, SdpLineKind>> = {
  v: "version",
  o: "origin",
  s: "sessionName",
  t: "timing",
  c: "connection",
};

const ATTRIBUTES: Readonly<Record<string, SdpLineKind>> = {
  "group": "bundle",
  "extmap": "extmap",
  "extmap-allow-mixed": "extmap",
  "rtcp": "rtcp",
  "rtcp-rsize": "rtcp",
  "candidate": "candidate",
  "end-of-candidates": "endOfCandidates",
  "ice-ufrag": "ufrag",
  "ice-pwd": "pwd",
  "ice-options": "iceOptions",
  "fingerprint": "fingerprint",
  "setup": "setup",
  "mid": "mid",
  "sendrecv": "direction",
  "sendonly": "direction",
  "recvonly": "direction",
  "inactive": "direction",
  "rtcp-mux": "rtcpMux",
  "rtcp-mux-only": "rtcpMux",
  "rtpmap": "rtpmap",
  "fmtp": "fmtp",
  "rtcp-fb": "rtcpFb",
  "ssrc": "ssrc",
  "ssrc-group": "ssrc",
  "msid": "msid",
  "msid-semantic": "msid",
  "sctp-port": "sctp",
  "sctpmap": "sctp",
  "max-message-size": "maxMessage",
  "rid": "simulcast",
  "simulcast": "simulcast",
};

/** Splits a description into its parts and says what each line is for. */
export function explainSdp(sdp: string): SdpSection[] {
  const sections: { name: string; lines: SdpLine[] }[] = [
    { name: "session", lines: [] },
  ];
  for (const text of sdp.split(/\r?\n/)) {
    if (text === "") continue;
    const media = /^m=(\w+)/.exec(text)?.[1];
    if (media !== undefined) sections.push({ name: media, lines: [] });
    sections.at(-1)?.lines.push({ text, kind: kindOfLine(text) });
  }
  return sections.filter(({ lines }) => lines.length > 0);
}

/** Value of the first line of an attribute, or null. */
export function readAttribute(sdp: string, name: string): string | null {
  return new RegExp(`^a=${name}:(.*?)\\r?$`, "m").exec(sdp)?.[1] ?? null;
}

/** What a line is for. */
export function kindOfLine(line: string): SdpLineKind {
  if (line.startsWith("m=application")) return "mediaData";
  if (line.startsWith("m=")) return "media";
  const attribute = /^a=([\w-]+)/.exec(line)?.[1];
  const kind = attribute === undefined
    ? FIELDS[line.charAt(0)]
    : ATTRIBUTES[attribute];
  return kind ?? "other";
}
