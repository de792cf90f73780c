/**
 * What a connection has counted so far, as `getStats()` tells it at one
 * moment. `sample.ts` makes figures per second of two of them.
 *
 * @module
 */
import { getSelectedCandidatePair } from "../peer/media_route.ts";
import {
  type Mids,
  readNumber,
  readString,
  type StatsEntry,
  StatsReport,
} from "../peer/stats_report.ts";

/** A report and what is needed to read it. */
export interface StatsSnapshot {
  /** Names the connection: a replaced one counts anew. */
  readonly connectionId: string;
  /** Clock of the call. */
  readonly atMs: number;
  readonly mids: Mids;
  readonly values: readonly unknown[];
}

/** The candidate pair in use; addresses are nobody's business. */
export interface CandidatePairInfo {
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly localType: string | null;
  readonly remoteType: string | null;
  /** `udp` or `tcp`. */
  readonly protocol: string | null;
  /** How this browser reaches its relay: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | null;
}

/** A video stream: counters, and the figures of the moment. */
export interface VideoCounters {
  readonly frames: number | null;
  readonly framesPerSecond: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Seconds that encoding or decoding took in all. */
  readonly codingSeconds: number | null;
  readonly codec: string | null;
}

/** Packets of a stream that came and that did not. */
export interface PacketCounters {
  readonly received: number | null;
  readonly lost: number | null;
}

/** All that is read of a report. */
export interface ConnectionCounters {
  readonly connectionId: string;
  readonly atMs: number;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly audioIn: PacketCounters;
  readonly videoIn: PacketCounters;
  readonly jitterSeconds: number | null;
  readonly cameraIn: VideoCounters;
  readonly cameraOut: VideoCounters;
  readonly freezes: number | null;
  /** Share of our packets that the other side missed of late, 0 to 1. */
  readonly lossOut: number | null;
  readonly rttSeconds: number | null;
  readonly availableBps: number | null;
  readonly limitationReason: string | null;
  readonly path: CandidatePairInfo | null;
}

/** Reads a report. */
export function readCounters(reading: StatsSnapshot): ConnectionCounters {
  const { connectionId, atMs, mids } = reading;
  const report = new StatsReport(reading.values);
  const audioIn = report.rtpStream("inbound-rtp", "audio", mids.audio);
  const videoIn = report.rtpStream("inbound-rtp", "video", mids.video);
  const audioOut = report.rtpStream("outbound-rtp", "audio", mids.audio);
  const videoOut = report.rtpStream("outbound-rtp", "video", mids.video);
  const pair = getSelectedCandidatePair(reading.values);
  const heard = findRemoteInbound(report, audioOut) ??
    findRemoteInbound(report, videoOut);
  return {
    connectionId,
    atMs,
    bytesIn: sumBytes(report.entriesOfType("inbound-rtp"), "Received"),
    bytesOut: sumBytes(report.entriesOfType("outbound-rtp"), "Sent"),
    audioIn: readPackets(audioIn),
    videoIn: readPackets(videoIn),
    jitterSeconds: readNumber(audioIn ?? videoIn, "jitter"),
    cameraIn: readVideo(report, videoIn, "framesDecoded", "totalDecodeTime"),
    cameraOut: readVideo(report, videoOut, "framesEncoded", "totalEncodeTime"),
    freezes: readNumber(videoIn, "freezeCount"),
    lossOut: readNumber(heard, "fractionLost"),
    // What the media itself saw tells more than a check that is answered aside.
    rttSeconds: readNumber(heard, "roundTripTime") ??
      readNumber(pair ?? null, "currentRoundTripTime"),
    availableBps: readNumber(pair ?? null, "availableOutgoingBitrate"),
    limitationReason: readString(videoOut, "qualityLimitationReason"),
    path: readCandidatePair(report, pair ?? null),
  };
}

/** A word of the other side that is older says nothing about now (RTCP: 5 s). */
const REMOTE_REPORT_STALE_MS = 15_000;

/** How the other side receives one of our streams, if it has said so of late. */
function findRemoteInbound(
  report: StatsReport,
  sent: StatsEntry | null,
): StatsEntry | null {
  if (!sent || !readNumber(sent, "packetsSent")) return null;
  const heard = report.entryById(sent.remoteId) ??
    report.entriesOfType("remote-inbound-rtp").find((entry) =>
      entry.ssrc === sent.ssrc
    ) ?? null;
  const ageMs = (readNumber(sent, "timestamp") ?? 0) -
    (readNumber(heard, "timestamp") ?? 0);
  return ageMs > REMOTE_REPORT_STALE_MS ? null : heard;
}

function sumBytes(
  streams: readonly StatsEntry[],
  way: "Received" | "Sent",
): number | null {
  if (streams.length === 0) return null;
  return streams.reduce(
    (sum, entry) =>
      sum + (readNumber(entry, `bytes${way}`) ?? 0) +
      (readNumber(entry, `headerBytes${way}`) ?? 0),
    0,
  );
}

function readPackets(entry: StatsEntry | null): PacketCounters {
  return {
    received: readNumber(entry, "packetsReceived"),
    lost: readNumber(entry, "packetsLost"),
  };
}

function readVideo(
  report: StatsReport,
  entry: StatsEntry | null,
  frames: string,
  time: string,
): VideoCounters {
  const type = readString(report.entryById(entry?.codecId), "mimeType");
  return {
    frames: readNumber(entry, frames),
    framesPerSecond: readNumber(entry, "framesPerSecond"),
    width: readNumber(entry, "frameWidth") || null,
    height: readNumber(entry, "frameHeight") || null,
    codingSeconds: readNumber(entry, time),
    codec: type?.split("/")[1] ?? null,
  };
}

function readCandidatePair(
  report: StatsReport,
  pair: StatsEntry | null,
): CandidatePairInfo | null {
  if (!pair) return null;
  const local = report.entryById(pair.localCandidateId);
  const remote = report.entryById(pair.remoteCandidateId);
  return {
    localType: readString(local, "candidateType"),
    remoteType: readString(remote, "candidateType"),
    protocol: readString(local, "protocol"),
    relayProtocol: readString(local, "relayProtocol"),
  };
}
