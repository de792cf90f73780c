/**
 * A trace as JSON for a bug report. It names what may stay; everything else is
 * left out: ICE passwords, fingerprints, tokens, credentials, names, texts and
 * ids. Addresses are labels unless the person keeps them.
 *
 * @module
 */
import { AddressLabels } from "./address_labels.ts";
import { joinAddress, parseCandidate } from "./candidate_line.ts";
import type { TraceContent } from "./connection_trace.ts";
import { kindOfLine, type SdpLineKind } from "./sdp_lines.ts";
import type { PairEnd, TraceItem } from "./trace_event.ts";

/** What a report needs beside the trace. */
export interface ReportOptions {
  readonly keepsAddresses: boolean;
  /** Id of the member at the other end; null while unknown. */
  readonly memberOf: (connection: string) => string | null;
  readonly version: string;
  readonly userAgent: string;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Lines of a description whose values say nothing about a person. */
const KEPT_LINES: ReadonlySet<SdpLineKind> = new Set<SdpLineKind>([
  "version",
  "timing",
  "bundle",
  "extmap",
  "media",
  "mediaData",
  "iceOptions",
  "setup",
  "mid",
  "direction",
  "rtcpMux",
  "rtpmap",
  "fmtp",
  "rtcpFb",
  "sctp",
  "maxMessage",
  "simulcast",
  "endOfCandidates",
]);

/** Names of events that the page and the server use; others could be a text. */
const EVENT_NAME = /^[a-z]+(-[a-z]+){0,3}$/;
const MAX_EVENT_LENGTH = 24;

/** Builds the report. */
export function buildTraceReport(
  content: TraceContent,
  options: ReportOptions,
): Json {
  const labels = new AddressLabels(options.keepsAddresses);
  const members = new MemberLabels();
  const events = content.events.map((event) => ({
    atMs: Math.round(event.atMs),
    // Another name than a number may have the id of a member.
    connection: /^#\d{1,6}$/.test(event.connection) ? event.connection : null,
    member: members.labelOf(options.memberOf(event.connection)),
    ...reportItem(event, labels, members),
  }));
  return {
    format: "maru-trace-1",
    version: options.version,
    userAgent: options.userAgent,
    hasAddresses: options.keepsAddresses,
    removedCount: content.removedCount,
    events: events.map(dropNulls),
  };
}

/** Numbers the members of a report. */
class MemberLabels {
  readonly #ids: string[] = [];

  labelOf(id: string | null): string | null {
    if (id === null) return null;
    if (!this.#ids.includes(id)) this.#ids.push(id);
    return `member-${this.#ids.indexOf(id) + 1}`;
  }
}

function reportItem(
  item: TraceItem,
  labels: AddressLabels,
  members: MemberLabels,
): { [key: string]: Json } {
  const { kind } = item;
  switch (item.kind) {
    case "message":
      return {
        kind,
        direction: item.direction,
        event: item.event.length <= MAX_EVENT_LENGTH &&
            EVENT_NAME.test(item.event)
          ? item.event
          : "other",
        peer: members.labelOf(item.peer),
        length: item.length,
      };
    case "description":
      return {
        kind,
        side: item.side,
        type: item.type,
        sdp: item.sdp.split(/\r?\n/).filter((line) => line !== "")
          .map((line) => reportLine(line, labels)),
      };
    case "candidate":
      return {
        kind,
        side: item.side,
        candidate: reportCandidate(item.line, labels),
      };
    case "candidate-error":
      return { kind, url: reportUrl(item.url, labels), code: item.code };
    case "state":
      return { kind, name: item.name, value: item.value };
    case "pair":
      return {
        kind,
        local: reportEnd(item.local, labels),
        remote: reportEnd(item.remote, labels),
        state: item.state,
        isSelected: item.isSelected,
        roundTripMs: item.roundTripMs,
      };
    case "media":
      return { kind, media: item.media, what: item.what };
  }
}

function reportLine(line: string, labels: AddressLabels): string {
  const kind = kindOfLine(line);
  if (kind === "candidate") {
    return `a=candidate:${reportCandidate(line, labels)}`;
  }
  if (KEPT_LINES.has(kind)) return line;
  // Of an unknown line, also the name may say something.
  const name = kind === "other" ? null : /^(a=[\w-]+|\w=)/.exec(line)?.[1];
  return `${name ?? "other"} [removed]`;
}

function reportCandidate(line: string, labels: AddressLabels): string {
  const parts = parseCandidate(line);
  if (!parts) return "";
  const { type, protocol, address, port, relatedAddress } = parts;
  const own = joinAddress(labels.labelOf(address), port);
  return relatedAddress === ""
    ? `${type} ${protocol} ${own}`
    : `${type} ${protocol} ${own} related ${labels.labelOf(relatedAddress)}`;
}

/** `turn:host:port?transport=udp` (RFC 7065); the host may be in brackets. */
function reportUrl(url: string, labels: AddressLabels): string {
  const match = /^(stuns?|turns?):(\[[^\]]*\]|[^:?]*)(:\d+)?(\?\S*)?$/.exec(
    url,
  );
  if (!match) return "";
  const [, scheme, host = "", port = "", query = ""] = match;
  return `${scheme}:${labels.labelOf(host.replace(/^\[|\]$/g, ""))}` +
    port + query;
}

function reportEnd(
  { type, protocol, address }: PairEnd,
  labels: AddressLabels,
): { [key: string]: Json } {
  const match = /^\[?(.*?)\]?:(\d+|NaN)$/.exec(address);
  return {
    type,
    protocol,
    address: match
      ? joinAddress(labels.labelOf(match[1] ?? ""), match[2] ?? "")
      : "",
  };
}

function dropNulls(row: { [key: string]: Json }): Json {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  );
}
